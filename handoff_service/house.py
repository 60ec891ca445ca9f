"""The only wiring: builds every object of the service; nothing here opens a port."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from empathy.ports import Clock, EmotionModel, NewId
from empathy.quiet import hours_of
from empathy.rules import empathy_rules, service_level_rules
from handoff_service import ids
from handoff_service.agents.passwords import Passwords
from handoff_service.agents.service import AgentService
from handoff_service.auth import ButtonTokens, CustomerTokens, InternalCalls
from handoff_service.channels.code_texter import CodeTexter
from handoff_service.channels.receipts import Receipts
from handoff_service.channels.texter import Manners, Texter
from handoff_service.channels.turnstile import Turnstile
from handoff_service.channels.twilio_account import Account
from handoff_service.clock import ticks, utc_now
from handoff_service.conversations.admission import Admission, Rules
from handoff_service.conversations.linking import CODE_KIND, Linking
from handoff_service.conversations.service import Conversations
from handoff_service.conversations.speaking import Speaker
from handoff_service.conversations.texts import KIND
from handoff_service.conversations.wishes import Wishes
from handoff_service.db import Database
from handoff_service.handoffs.desk import Desk
from handoff_service.handoffs.service import HandoffService
from handoff_service.limits import RateLimit
from handoff_service.numbers import Numbers
from handoff_service.outbox import alerts
from handoff_service.outbox.alerts import Pager
from handoff_service.outbox.relay import Handler, OutboxRelay, Pauses
from handoff_service.relay.answers import Answers
from handoff_service.relay.client import BotClient
from handoff_service.relay.worker import Pace, Relay
from handoff_service.settings import Settings
from handoff_service.signals import LocalSignals, Signals
from handoff_service.words import Words, read

LOOPBACK = "http://127.0.0.1:"
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Ways:
    """What may be replaced: the designers' folder, time, ids, the relay's pace, the outbox's, handlers of effects."""

    root: Path = ROOT
    now: Clock = utc_now
    new_id: NewId = ids.new_id
    pace: Pace | None = None
    pauses: Pauses = field(default_factory=Pauses)
    handlers: Mapping[str, Handler] = field(default_factory=dict)
    passwords: Passwords | None = None
    words: Words | None = None


@dataclass(frozen=True, kw_only=True)
class House:
    """Every part of the service, wired; `closing` is set when the service is about to stop."""

    settings: Settings
    now: Clock
    new_id: NewId
    words: Words
    signals: Signals
    database: Database
    desk: Desk
    speaker: Speaker
    conversations: Conversations
    handoffs: HandoffService
    agents: AgentService
    bot: BotClient
    relay: Relay
    outbox: OutboxRelay
    numbers: Numbers
    linking: Linking
    receipts: Receipts
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    def customer_tokens(self) -> CustomerTokens:
        """Signs and checks session tokens."""
        return CustomerTokens(self.settings.key("customer"), now=self.now)

    def button_tokens(self) -> ButtonTokens:
        """Signs and expands buttons."""
        return ButtonTokens(self.settings.key("button"), now=self.now)

    def internal_calls(self) -> InternalCalls:
        """Checks calls of the command line."""
        return InternalCalls(self.settings.key("internal"), now=self.now)

    def rate(self, per_minute: int) -> RateLimit:
        """A limit of its own."""
        return RateLimit(per_minute, ticks=ticks)


def build(settings: Settings, *, reader: EmotionModel, ways: Ways | None = None) -> House:
    """Wire the house; raises RuleError where the designers' files cannot be used."""
    ways = ways or Ways()
    signals = signals_of(settings)
    database = Database(settings.database_url, wake=signals.wake)
    words = ways.words or Words(ways.root, country=settings.country)
    speaker = Speaker(words, new_id=ways.new_id, key=settings.key("experiments"))
    desk, wishes = Desk(now=ways.now, new_id=ways.new_id), Wishes(speaker, settings.twilio_answers_keywords)
    admission = Admission(reader, desk, speaker, ways.new_id, rules_of(ways.root), wishes)
    pace = ways.pace or Pace(deadline_s=settings.reply_deadline)
    bot = BotClient(settings.bot_url, key=settings.key("relay"), now=ways.now, silence_s=pace.silence_s)
    answers = Answers(database, desk, speaker, ways.now, ways.new_id)
    linking = Linking(
        database=database,
        numbers=numbers_of(settings),
        now=ways.now,
        new_id=ways.new_id,
        code_key=settings.key("code"),
    )
    handlers = handlers_of(settings, linking, speaker) | dict(ways.handlers)
    return House(
        settings=settings,
        now=ways.now,
        new_id=ways.new_id,
        words=words,
        signals=signals,
        database=database,
        desk=desk,
        speaker=speaker,
        conversations=Conversations(database, admission, ways.now, ways.new_id),
        handoffs=HandoffService(database, desk=desk, speaker=speaker),
        agents=AgentService(database, now=ways.now, passwords=ways.passwords or Passwords()),
        bot=bot,
        relay=Relay(answers, bot, signals=signals, pace=pace),
        outbox=OutboxRelay(database, signals, ways.now, handlers, ways.pauses),
        numbers=linking.numbers,
        linking=linking,
        receipts=Receipts(database, ways.now),
    )


def handlers_of(settings: Settings, linking: Linking, speaker: Speaker) -> dict[str, Handler]:
    """Who carries out each kind of effect."""
    manners = Manners(
        turnstile=Turnstile(settings.texts_per_second, ticks=ticks),
        hours=hours_of(settings.quiet_hours),
        zone=settings.time_zone,
    )
    texter = Texter(linking.database, account_of(settings), linking.numbers, linking.now, manners)
    return {
        KIND: texter,
        CODE_KIND: CodeTexter(texter, linking, speaker),
        alerts.KIND: Pager(linking.now, settings.public_url, settings.alert_url),
    }


def numbers_of(settings: Settings) -> Numbers:
    """How telephone numbers are found and kept."""
    return Numbers(settings.key("address"), settings.key("phone"), settings.country)


def account_of(settings: Settings) -> Account:
    """The operator's account for text messages; Twilio reports back only to an address it can reach.

    A stand-in on this machine reaches this machine.
    """
    public = settings.public_url.startswith("https://") or settings.twilio_api_url.startswith(LOOPBACK)
    return Account(
        sid=settings.twilio_account_sid,
        token=settings.twilio_auth_token,
        sender=settings.twilio_from,
        api_url=settings.twilio_api_url,
        callback=f"{settings.public_url.rstrip('/')}/sms/status" if public else None,
    )


def signals_of(settings: Settings) -> Signals:
    """In-process signals, or Redis where several processes serve one database."""
    if not settings.redis_url:
        return LocalSignals()
    from handoff_service.redis_signals import RedisSignals

    return RedisSignals(settings.redis_url)


def rules_of(root: Path) -> Rules:
    """The designers' rules below `root`; missing files mean the defaults."""
    folder = root / "data" / "empathy"
    return Rules(
        empathy_rules(read(folder / "tiers.yml")), service_level_rules(read(folder / "service_levels.yml"))
    )
