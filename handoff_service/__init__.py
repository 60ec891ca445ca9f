"""The handoff service stands between customers, the bot and agents: it keeps the transcript and says who may speak."""
