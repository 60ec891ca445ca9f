"""Transcript, owner and epoch: what was said, and who may speak now."""
