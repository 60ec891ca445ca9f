"""The action server: what the bot looks up, books and arranges for a customer, and when it asks for a person."""
