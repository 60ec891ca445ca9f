"""What a designer types in the preview and what came of it; kept in memory, never in the house's database."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from empathy.course import Course
from empathy.emotion import Reading
from empathy.ports import NewId
from empathy.tiers import TierMove
from empathy.why import Choice

#: Conversations that are remembered; beyond that the one that was looked at longest ago is forgotten.
TALKS_KEPT = 50
#: More turns than this make no preview any more, and would all be played again with each change of a word.
LONGEST_TALK = 60


@dataclass(frozen=True)
class Switches:
    """As whom the designer writes: language of the words, channel, and consent to the reading of tone."""

    language: str = "en"
    channel: str = "web"
    toned: bool = True


@dataclass(frozen=True)
class Typed:
    """One thing that a customer did: `kind` as on the wire (message, button, handback), `payload` of a button."""

    text: str
    kind: str = "message"
    payload: str | None = None


@dataclass(frozen=True)
class Said:
    """One utterance of ours; `by` is who speaks it, bot or service; `why` how its words were chosen."""

    by: str
    purpose: str
    text: str
    response: str
    variant: str
    buttons: tuple[Mapping[str, str], ...] = ()
    why: Choice | None = None


@dataclass(frozen=True)
class Handoff:
    """That a person would take over now: how urgently and why."""

    level: str
    reason: str


@dataclass(frozen=True)
class Understood:
    """What the bot made of a message; `due` is why an acknowledgement was due or not, `event` what it would name."""

    intent: str
    confidence: float
    event: str
    due: str
    failed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Played:
    """One turn: what was typed, how it was read, where feelings stand, and what was said.

    `owner` is who has the conversation after it; `understood` is None where the bot was not asked, and `trouble`
    says why it could not answer.
    """

    typed: Typed
    reading: Reading | None
    course: Course
    move: TierMove
    said: tuple[Said, ...] = ()
    understood: Understood | None = None
    handoff: Handoff | None = None
    owner: str = "bot"
    trouble: str = ""


@dataclass
class Talk:
    """A designer's conversation. `run` counts how often it was played from the start, `stamp` is that of the words."""

    id: str
    switches: Switches = field(default_factory=Switches)
    typed: list[Typed] = field(default_factory=list)
    turns: list[Played] = field(default_factory=list)
    run: int = 1
    stamp: str = ""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def name(self) -> str:
        """The conversation's id for the bot: a new one whenever it is played from the start."""
        return f"preview-{self.id}-{self.run}"

    @property
    def owner(self) -> str:
        """Who has the conversation now."""
        return self.turns[-1].owner if self.turns else "bot"

    def rewind(self) -> None:
        """Forget what came of it, to play it again from the start."""
        self.turns.clear()
        self.run += 1

    def since(self, last: Callable[[Played], bool]) -> list[Played]:
        """The turns after the last one of which this holds."""
        at = max((at for at, turn in enumerate(self.turns, start=1) if last(turn)), default=0)
        return self.turns[at:]


class Talks:
    """The conversations that are remembered, the latest looked at last."""

    def __init__(self, new_id: NewId) -> None:
        self.new_id = new_id
        self._kept: OrderedDict[str, Talk] = OrderedDict()

    def begin(self, switches: Switches | None = None, typed: Iterable[Typed] = ()) -> Talk:
        """A new one."""
        talk = Talk(self.new_id(), switches or Switches(), list(typed))
        self._kept[talk.id] = talk
        while len(self._kept) > TALKS_KEPT:
            self._kept.popitem(last=False)
        return talk

    def find(self, talk_id: str) -> Talk | None:
        """The one of this id, if it is still remembered."""
        if talk_id in self._kept:
            self._kept.move_to_end(talk_id)
        return self._kept.get(talk_id)
