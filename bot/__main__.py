"""Starts the bot: `python -m bot`, on loopback, in the folder that holds `models/`."""

from __future__ import annotations

import sys

from bot import settings as house
from bot.errors import StartRefused
from bot.preflight import check


def main() -> int:
    """Serve until stopped; 1 with a sentence on stderr if something that the bot needs is missing."""
    house.quiet_rasa()
    settings = house.read()
    try:
        check(settings)
    except StartRefused as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    # Rasa decides about telemetry and logging while it is imported, and takes seconds: only now.
    from bot.logs import be_discreet
    from bot.server import make_app

    be_discreet(settings.log_level)
    app = make_app(settings)
    app.run(host=settings.host, port=settings.port, workers=1, access_log=False, motd=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
