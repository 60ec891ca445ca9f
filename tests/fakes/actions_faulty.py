"""The real action server with an action that breaks and one that refuses."""

import sys
from typing import Any

from rasa_sdk import Action
from rasa_sdk.interfaces import ActionExecutionRejection

from actions import settings
from actions.__main__ import configure_logs
from actions.server import bound, create_app, executor_of, serve


class Breaks(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_breaks"

    async def run(self, _: Any, tracker: Any, __: Any) -> list[Any]:
        raise ValueError(tracker.latest_message["text"])


class Refuses(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_refuses"

    async def run(self, _: Any, __: Any, ___: Any) -> list[Any]:
        raise ActionExecutionRejection(self.name())


if __name__ == "__main__":
    chosen = settings.read()
    configure_logs(chosen.log_level)
    serve(create_app(executor_of([Breaks(), Refuses()]), chosen.key), bound(chosen.port))
    sys.exit(0)
