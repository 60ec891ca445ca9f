"""The one door through which the handoff service asks Rasa for a reply."""
