"""Rasa's side of the house: shells that let the core `empathy` decide inside Rasa 3.6.21 (Python 3.10)."""
