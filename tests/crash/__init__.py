"""Kills the service in the middle of its work, again and again."""
