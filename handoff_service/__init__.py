"""Stands between customers, the bot and agents: keeps the transcript and says who may speak."""
