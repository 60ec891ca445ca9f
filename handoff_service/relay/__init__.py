"""Asks the bot for answers, one turn at a time in each conversation, and never forgets a question."""
