"""Speaks the designers' words as the files have them now and says why it chose them: for the preview, never for customers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.nlg import Choice, EmpatheticResponses
from empathy.errors import RuleError
from empathy.library import responses_of
from empathy.why import explain_response
from empathy.words import Responses, Variant, placeholders

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: Turns that may be explained at once.
CONVERSATIONS_KEPT = 32
log = logging.getLogger(__name__)


class LiveResponses(EmpatheticResponses):
    """Answers whoever asks to have words explained from `domain.yml` and `data/responses/` below `root` as they are now.

    A file is read again when it changed; a broken one changes nothing. Everybody else hears the trained words.
    """

    def __init__(
        self,
        endpoint_config: EndpointConfig | None = None,
        domain: Domain | None = None,
        *,
        root: Path = Path(),
    ) -> None:
        """Nothing is read before the first word is needed."""
        super().__init__(endpoint_config, domain)
        self._root = root
        self._stamps: dict[Path, int] = {}
        self._words: dict[Path, Responses] = {}
        self._live = EmpatheticResponses(endpoint_config, domain)
        self._reasons: dict[str, dict[tuple[str, str], dict[str, Any]]] = {}

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The message as `EmpatheticResponses` words it; for designers, a value that is missing stays in its braces.

        So a designer sees a misspelt placeholder instead of a turn that broke off.
        """
        if tracker.sender_id not in self._reasons:
            return await super().generate(utter_action, tracker, output_channel, **kwargs)
        self._refresh()
        choice = self._live.choice(utter_action, tracker, output_channel)
        self._explain(utter_action, choice, tracker.sender_id)
        unfilled = {
            name: f"{{{name}}}"
            for variant in self._live.responses.get(utter_action, ())
            for name in named_in(variant)
            if name not in choice.facts and name != "resources"
        }
        return await self._live.generate(utter_action, tracker, output_channel, **{**unfilled, **kwargs})

    def reasons(self, conversation: str) -> Callable[[str, str], Mapping[str, Any] | None]:
        """Gives, for a response and a variant spoken in this conversation, why: `empathy.why.Choice` as JSON."""
        # Turns of different designers may overlap; of each, only the turn at hand is of interest.
        while len(self._reasons) >= CONVERSATIONS_KEPT:
            del self._reasons[next(iter(self._reasons))]
        known = self._reasons[conversation] = {}
        return lambda response, variant: known.get((response, variant))

    def _explain(self, name: str, choice: Choice, conversation: str) -> None:
        told = explain_response(
            {name: choice.words}, name, facts=choice.facts, channel=choice.channel, said=choice.said
        )
        spoken = next((one.id for one in told.candidates if one.verdict == "chosen"), "")
        self._reasons[conversation][(name, spoken)] = told.to_dict()

    def _refresh(self) -> None:
        files = [self._root / "domain.yml", *sorted((self._root / "data" / "responses").glob("*.yml"))]
        stamps = {file: file.stat().st_mtime_ns for file in files if file.is_file()}
        if stamps != self._stamps:
            self._words = {file: self._words_of(file, stamp) for file, stamp in stamps.items()}
            self._stamps = stamps
            joined = {name: said for words in self._words.values() for name, said in words.items()}
            self._live.responses = joined

    def _words_of(self, file: Path, stamp: int) -> Responses:
        before = self._words.get(file, {})
        if self._stamps.get(file) == stamp:
            return before
        try:
            return words_in(file)
        except RuleError as fault:
            log.warning("%s cannot be read: its words from before hold", fault.file)
            return before


def named_in(variant: Variant) -> tuple[str, ...]:
    """The placeholders in a variant's text and on its buttons."""
    spoken = [variant.get("text"), *(one.get("title") for one in variant.get("buttons") or ())]
    return placeholders(" ".join(str(one) for one in spoken))


def words_in(file: Path) -> Responses:
    """The responses in a file; raises RuleError for one that can't be spoken from."""
    try:
        document = yaml.load(file.read_bytes(), Loader=LOADER)  # noqa: S506 (CSafeLoader is a safe loader)
    except yaml.YAMLError as fault:
        raise RuleError(str(file), "(file)", "this is not YAML", "Mend the indentation or quotes") from fault
    return responses_of(str(file), document)
