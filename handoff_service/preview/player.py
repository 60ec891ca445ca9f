"""Plays a designer's conversation through the reader and the bot, as the house would; nothing of it is kept or queued."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from empathy import course as courses
from empathy.course import Course
from empathy.emotion import Reading, across, danger_of
from empathy.normalise import plain
from empathy.ports import EmotionModel
from empathy.rules import EmpathyRules
from empathy.tiers import explain_tier
from empathy.why import Choice, explain_response
from empathy.wire import BotDone, BotHandoff, BotLine, BotReply, BotTurn, owed_handoff
from empathy.words import choose_response, filled, placeholders, variant_id
from handoff_service.preview.designs import Designs, Library
from handoff_service.preview.talk import Handoff, Played, Said, Talk, Typed, Understood
from handoff_service.relay.errors import BotDown, BotFaulty
from handoff_service.words import Words

HANDOFF_WORDS = "utter_handoff_requested"


class Bot(Protocol):
    """Whoever answers turns over the private wire."""

    def ask(self, turn: BotTurn) -> AsyncIterator[list[BotLine]]:
        """The lines of the answer as they come."""
        ...


@dataclass(frozen=True, kw_only=True)
class Player:
    """What it takes to answer a customer, less everything that would keep or queue anything."""

    reader: EmotionModel
    rules: EmpathyRules
    bot: Bot
    library: Library
    words: Words
    account: str

    async def play(self, talk: Talk) -> None:
        """Play what was typed and not played yet; all of it again if the words changed meanwhile."""
        async with talk.lock:
            designs = self.library.now()
            if talk.turns and talk.stamp != designs.stamp:
                talk.rewind()
            talk.stamp = designs.stamp
            while len(talk.turns) < len(talk.typed):
                talk.turns.append(await self.turn(talk, talk.typed[len(talk.turns)], designs))

    async def turn(self, talk: Talk, typed: Typed, designs: Designs) -> Played:
        """One turn, as the service decides it: danger first, then whoever has the conversation."""
        reading = self.read(talk, typed) if typed.kind == "message" else None
        played = self.folded(talk, typed, reading)
        if reading is not None and reading.level == "immediate":
            return self.helped(
                talk, played, danger_of(reading.disclosure.kind if reading.disclosure else ""), designs
            )
        if talk.owner != "bot" and typed.kind != "handback":
            return replace(played, owner=talk.owner)
        return await self.answered(talk, played, designs)

    def helped(self, talk: Talk, played: Played, kind: str, designs: Designs) -> Played:
        """The turn with words of help, once while people have the conversation, and with a person at once."""
        name = f"utter_crisis_{kind}"
        since = talk.since(lambda turn: turn.owner == "bot")
        told = any(one.response == name for turn in since for one in turn.said)
        said = () if told else self.spoken(talk, played, name, designs)
        return replace(played, said=said, handoff=Handoff("immediate", kind), owner="queue")

    def read(self, talk: Talk, typed: Typed) -> Reading:
        """The reading of a message, with a danger that only it and the message before make together."""
        reading = self.reader.read(typed.text, toned=talk.switches.toned)
        before = talk.turns[-1] if talk.turns else None
        if reading.disclosure or before is None or before.reading is None or before.reading.disclosure:
            return reading
        return across(reading, self.reader.read(f"{before.typed.text} {typed.text}", toned=False))

    def folded(self, talk: Talk, typed: Typed, reading: Reading | None) -> Played:
        """The turn with course and tier carried on; a button and an unread tone move nothing."""
        before = talk.turns[-1] if talk.turns else None
        course, tier = (before.course, before.move.tier) if before else (Course(), 0)
        if reading is not None and (reading.toned or reading.disclosure is not None):
            course = courses.fold(course, reading, rules=self.rules.course)
        return Played(typed, reading, course, explain_tier(tier, course, rules=self.rules.tiers))

    async def answered(self, talk: Talk, played: Played, designs: Designs) -> Played:
        """The turn with the bot's answer; where the bot can't answer, with the trouble in its place."""
        heard: list[BotLine] = []
        try:
            async for lines in self.bot.ask(self.asked(talk, played)):
                heard += lines
        except (BotDown, BotFaulty) as fault:
            return replace(played, said=said_by_bot(heard), trouble=type(fault).__name__)
        said, handoff = said_by_bot(heard), asked_for(heard)
        done = next((line for line in heard if isinstance(line, BotDone)), None)
        if done is None:
            return replace(played, said=said, trouble=BotFaulty.__name__)
        if handoff is None and (reason := owed_handoff(done)):
            handoff = Handoff("priority", reason)
            said += self.spoken(talk, played, HANDOFF_WORDS, designs)
        owner = "queue" if handoff else "bot"
        return replace(played, said=said, understood=understood(done), handoff=handoff, owner=owner)

    def asked(self, talk: Talk, played: Played) -> BotTurn:
        """The turn as the bot is asked it."""
        typed, number = played.typed, len(talk.turns) + 1
        unheard = talk.since(lambda turn: turn.understood is not None)
        helped = any(one.purpose == "crisis" for turn in unheard for one in turn.said)
        return BotTurn(
            conversation=talk.name,
            message_id=f"{talk.name}-{number}",
            number=number,
            kind=typed.kind,
            text=typed.text,
            channel=talk.switches.channel,
            language=talk.switches.language,
            payload=typed.payload,
            reading=played.reading,
            context={"account": self.account, "after_crisis": helped},
            explain=True,
        )

    def spoken(self, talk: Talk, played: Played, name: str, designs: Designs) -> tuple[Said, ...]:
        """Words that the service itself speaks; none where designers wrote none."""
        channel, language = talk.switches.channel, talk.switches.language
        facts = {
            "language": language,
            "turn": len(talk.turns) + 1,
            "tier": str(played.move.tier),
            "channel_kind": channel,
        }
        variant = choose_response(designs.responses, name, facts=facts, channel=channel)
        if variant is None:
            return ()
        why = explain_response(designs.responses, name, facts=facts, channel=channel)
        kind = name.removeprefix("utter_crisis_")
        values = {one: f"{{{one}}}" for one in placeholders(str(variant.get("text", "")))}
        values |= {"resources": self.words.help_for(kind, language=language, channel=channel)}
        text = filled(str(variant.get("text", "")), values)
        purpose = str((variant.get("metadata") or {}).get("purpose") or "status")
        return (Said("service", purpose, text, name, variant_id(variant), why=why),)


def typed_words(text: str) -> Typed:
    """A message as the house would keep it; raises Malformed or TooLarge."""
    return Typed(plain(text))


def understood(done: BotDone) -> Understood:
    """What the bot made of the message."""
    return Understood(done.intent or "", done.intent_confidence, done.event, done.due, done.failed_actions)


def asked_for(lines: Iterable[BotLine]) -> Handoff | None:
    """The handoff that the bot asks for, if it does."""
    requests = [line.request for line in lines if isinstance(line, BotHandoff)]
    return Handoff(str(requests[0]["level"]), str(requests[0].get("reason") or "")) if requests else None


def said_by_bot(lines: Iterable[BotLine]) -> tuple[Said, ...]:
    """What the bot says."""
    return tuple(utterance(line) for line in lines if isinstance(line, BotReply | BotHandoff))


def utterance(line: BotReply | BotHandoff) -> Said:
    """A line of the bot."""
    buttons = line.buttons if isinstance(line, BotReply) else ()
    return Said(
        by="bot",
        purpose=line.purpose if isinstance(line, BotReply) else "handoff",
        text=line.text,
        response=line.response or "",
        variant=line.variant or "",
        buttons=tuple({"title": one.title, "payload": one.payload} for one in buttons),
        why=Choice.from_dict(line.why) if line.why else None,
    )
