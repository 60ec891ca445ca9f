"""`python -m handoff_service`: starts the service, or says in one sentence why it cannot."""

from __future__ import annotations

import socket
import sys

import emotion_model
from empathy.errors import HeardError
from handoff_service import logs
from handoff_service.app import create_app
from handoff_service.house import build
from handoff_service.settings import SettingError, Settings, load_settings

CANNOT_START = 2


def main() -> int:
    """Run until stopped; returns 0, or 2 where a setting, a designers' file or the port prevents it."""
    try:
        settings = load_settings()
        logs.configure(settings.log_level)
        listening = bound(settings)
        app = create_app(build(settings, reader=emotion_model.load()))
    except (SettingError, HeardError, emotion_model.WeightsMissing) as fault:
        print(f"The service cannot start. {fault}", file=sys.stderr)  # noqa: T201 (a person reads this)
        return CANNOT_START
    app.run(sock=listening, single_process=True, access_log=False, motd=False, debug=False)
    return 0


def bound(settings: Settings) -> socket.socket:
    """The listening socket; raises SettingError naming the port and the setting that moves it."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # With the protocol left open asyncio keeps Nagle's delay on: 40 ms for each small write.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as fault:
        listening.close()
        raise SettingError(
            f"Port {settings.port} on {settings.host} cannot be used ({fault.strerror}): "
            f"stop what uses it, or set HEARD_PORT to another."
        ) from None
    return listening


if __name__ == "__main__":
    sys.exit(main())
