"""Speaks the private wire to the bot: one signed request a turn, answered line by line."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import httpx

from empathy.errors import Malformed
from empathy.ports import Clock
from empathy.wire import SIGNATURE_HEADER, TIMESTAMP_HEADER, BotLine, BotTurn, line_from_dict, sign
from handoff_service.relay.errors import BotDown, BotFaulty

CONNECT_WITHIN_S = 2.0
TURNS_PATH = "/webhooks/heard/turns"
HEALTH_PATH = "/webhooks/heard/health"


class BotClient:
    """The bot at `base_url`; `silence_s` is the longest pause between two lines before it counts as hung."""

    def __init__(self, base_url: str, *, key: str, now: Clock, silence_s: float) -> None:
        self.key, self.now = key, now
        timeout = httpx.Timeout(silence_s, connect=CONNECT_WITHIN_S)
        limits = httpx.Limits(max_connections=64, max_keepalive_connections=32)
        self.http = httpx.AsyncClient(base_url=base_url, timeout=timeout, limits=limits, trust_env=False)

    async def ask(self, turn: BotTurn) -> AsyncIterator[list[BotLine]]:
        """The lines of the answer as they come, those together that came together.

        Raises BotDown if the bot cannot be reached, BotFaulty if it errs.
        """
        body = json.dumps(turn.to_dict()).encode()
        timestamp = str(int(self.now().timestamp()))
        headers = {
            "Content-Type": "application/json",
            TIMESTAMP_HEADER: timestamp,
            SIGNATURE_HEADER: sign(self.key, body, timestamp),
        }
        try:
            async with self.http.stream("POST", TURNS_PATH, content=body, headers=headers) as answer:
                if answer.status_code != httpx.codes.OK:
                    raise BotFaulty(f"status_{answer.status_code}")
                rest = ""
                async for text in answer.aiter_text():
                    *whole, rest = (rest + text).split("\n")
                    yield [parsed(line) for line in whole if line.strip()]
                if rest.strip():
                    yield [parsed(rest)]
        except httpx.TransportError as fault:
            raise BotDown(type(fault).__name__) from fault

    async def healthy(self) -> bool:
        """Whether the bot says that it can answer."""
        try:
            answer = await self.http.get(HEALTH_PATH, timeout=CONNECT_WITHIN_S)
        except httpx.TransportError:
            return False
        return answer.status_code == httpx.codes.OK

    async def close(self) -> None:
        """Let go of the connections."""
        await self.http.aclose()


def parsed(line: str) -> BotLine:
    """One line of the answer; raises BotFaulty for what is no line of ours."""
    try:
        return line_from_dict(json.loads(line))
    except (ValueError, Malformed, TypeError, AttributeError, KeyError) as fault:
        raise BotFaulty("unreadable_line") from fault
