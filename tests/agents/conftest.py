"""Signing in is tested against the running service of tests/handoff_service, on both databases."""

from tests.handoff_service.conftest import bot, database_url, postgres, service, settings

__all__ = ["bot", "database_url", "postgres", "service", "settings"]
