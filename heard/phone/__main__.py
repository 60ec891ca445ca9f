"""`python -m heard.phone`: the stand-in for Twilio, on loopback."""

from __future__ import annotations

import socket
import sys

from handoff_service.settings import SettingError, load_settings
from heard.phone.server import create_app


def main() -> int:
    """Serve until stopped; returns 0, or 2 where a setting or the port prevents it."""
    try:
        settings = load_settings()
        listening = socket.create_server(("127.0.0.1", settings.phone_port))
    except (SettingError, OSError) as fault:
        print(f"The phone cannot start. {fault}. Set HEARD_PHONE_PORT to another port.", file=sys.stderr)
        return 2
    create_app(settings).run(sock=listening, single_process=True, access_log=False, motd=False, debug=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
