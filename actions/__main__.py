"""Starts the action server: `python -m actions`."""

from __future__ import annotations

import logging
import sys

import structlog

from actions import settings as settings_of
from actions.business.store import SqliteDesk
from actions.clock import local_now
from actions.days import day_in
from actions.server import bound, create_app, executor_of, serve
from actions.settings import Settings
from actions.speaking import House
from actions.wiring import all_actions, behaviour_rules
from empathy.errors import HeardError


def main() -> int:
    """Serve until told to stop. Returns 0, or 2 with one sentence on standard error if it cannot start."""
    try:
        settings = settings_of.read()
        configure_logs(settings.log_level)
        run(settings)
    except HeardError as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    return 0


def run(settings: Settings) -> None:
    """Bind the port, open the business, serve, close. Raises HeardError for what prevents the start."""
    sock = bound(settings.port)
    desk = SqliteDesk(settings.database, local_now)
    try:
        house = House(desk, local_now)
        day_in("tuesday", local_now().date())  # loads the languages now, not while the first customer waits
        app = create_app(executor_of(all_actions(house, behaviour_rules())), settings.key)
        structlog.get_logger("actions").info("action_server_ready", port=settings.port)
        serve(app, sock)
    finally:
        desk.close()
        sock.close()


def configure_logs(level: str) -> None:
    """JSON lines on standard error; rasa_sdk's own words only from warnings on."""
    logging.basicConfig(level=level, format="%(levelname)s %(name)s %(message)s", stream=sys.stderr)
    logging.getLogger("rasa_sdk").setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


if __name__ == "__main__":
    sys.exit(main())
