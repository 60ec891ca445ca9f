"""Reads the designers' words once, and again when a file changes, so that Python never speaks for itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from empathy.errors import RuleError
from empathy.experiment_rules import FILE as EXPERIMENTS
from empathy.experiment_rules import experiments
from empathy.experiments import Experiment, Occasion, Trial, on_trial, part_of, trials_of
from empathy.words import choose_response, filled, variant_id
from handoff_service import clock
from handoff_service.logs import log

LANGUAGES = ("en", "es")
CRISES = ("suicide", "self_harm", "abuse_danger", "medical")
#: Words of help for danger that is told after the whole text was spoken.
AGAIN = "utter_crisis_again"
REQUIRED = (
    AGAIN,
    *(f"utter_crisis_{kind}" for kind in CRISES),
    *(
        f"utter_status_{what}"
        for what in (
            "person_on_the_way", "queued", "nobody_present", "nobody_present_urgent", "agent_joined", "agent_left",
            "handed_back", "back_to_bot", "false_alarm", "closed", "reopened", "bot_delayed", "bot_down", "message_too_long",
            "message_empty", "message_unreadable", "rate_limited", "consent_given", "consent_declined",
            "texts_stopped", "texts_started", "texts_help", "phone_code",
        )
    ),
    "utter_handoff_requested",
    "utter_technical_problem",
    "utter_widget_ai_notice",
    "utter_widget_tone_notice",
)  # fmt: skip
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LOOK_EVERY_S = 1.0
Loaded = tuple[dict[str, Sequence[Mapping[str, Any]]], Mapping[str, Any], tuple[Experiment, ...]]
#: The operator's choice by which each customer's locale names the country.
BY_LOCALE = "locale"


@dataclass(frozen=True)
class Spoken:
    """Words ready to be said: `response` and `variant` name them, `buttons` hold title and payload.

    `experiment` and `arm` say in which trial they are spoken, if in one.
    """

    text: str
    response: str
    variant: str
    purpose: str
    buttons: tuple[Mapping[str, str], ...] = ()
    experiment: str | None = None
    arm: str | None = None


@dataclass(frozen=True)
class Listener:
    """For whom words are chosen: `facts` are slots beyond the language; `turn` rotates equal variants.

    `country` (two capital letters) is what the conversation itself told, `locale` the one it was begun with;
    `trials` are the listener's parts in experiments, by response.
    """

    language: str
    channel: str = "web"
    turn: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)
    trials: Mapping[str, Trial] = field(default_factory=dict)
    country: str = ""
    locale: str = ""


class Words:
    """The designers' responses and crisis resources below `root`, for an operator's `country`.

    The country "locale" means the region of each customer's locale.
    """

    def __init__(self, root: Path, *, country: str) -> None:
        """Read everything; raises RuleError naming the file that cannot be used or the words that are missing."""
        self.root, self.country = root, country
        self.looked_at = clock.ticks()
        self.stamp = self.files_stamp()
        self.responses, self.resources, self.experiments = self.load()
        self.languages = self.languages_spoken()
        self.refuse_gaps()

    def pick(self, name: str, listener: Listener, *, values: Mapping[str, Any] | None = None) -> Spoken:
        """The words of one response for this listener, placeholders filled; raises RuleError if there are none."""
        self.refresh()
        facts = {"language": listener.language, "turn": listener.turn, **listener.facts}
        words = {name: on_trial(self.responses.get(name, ()), listener.trials.get(name))}
        variant = choose_response(words, name, facts=facts, channel=listener.channel)
        if variant is None:
            raise RuleError("data/responses", name, "there are no words for this response", "Write them")
        metadata = variant.get("metadata") or {}
        experiment, arm = part_of(variant)
        return Spoken(
            text=filled(str(variant.get("text", "")), values or {}),
            response=name,
            variant=variant_id(variant),
            purpose=str(metadata.get("purpose", "status")),
            buttons=tuple(variant.get("buttons") or ()),
            experiment=experiment,
            arm=arm,
        )

    def trials(self, unit: str, occasion: Occasion) -> dict[str, Trial]:
        """The parts of a customer (`unit` from `empathy.experiments.unit_of`) in the experiments that run."""
        self.refresh()
        return trials_of(self.experiments, unit, occasion)

    def crisis(self, kind: str, listener: Listener, *, again: bool = False) -> Spoken:
        """The words of help for a disclosure of danger, with this country's resources in them; short if told `again`."""
        resources = self.help_for(
            kind, language=listener.language, channel=listener.channel, country=self.country_of(listener)
        )
        name = AGAIN if again else f"utter_crisis_{kind}"
        return self.pick(name, listener, values={"resources": resources})

    def country_of(self, listener: Listener) -> str:
        """Where the customer is as far as is known: told by the conversation, else the operator's choice; or ""."""
        if listener.country:
            return listener.country
        return region_of(listener.locale) if self.country == BY_LOCALE else self.country

    def help_for(self, kind: str, *, language: str, channel: str, country: str | None = None) -> str:
        """Where help is found, as one phrase: short on SMS; the default country's where this one has no entry."""
        entries = self.entries(kind, country=self.country if country is None else country)
        form = "sms" if channel == "sms" else "words"
        said = (entry[form].get(language) or entry[form]["en"] for entry in entries)
        return "; ".join(said)

    def entries(self, kind: str, *, country: str) -> Sequence[Mapping[str, Any]]:
        """The resources of a country for one kind of trouble; the default country's where it lists none."""
        own = (self.resources.get(country) or {}).get(kind)
        found: Sequence[Mapping[str, Any]] = own or self.resources.get("default", {}).get(kind, ())
        return found

    def labels(self, prefixes: Collection[str], *, language: str) -> dict[str, str]:
        """Name -> text of every response with one of these prefixes, unfilled: for the widget."""
        self.refresh()
        found: dict[str, str] = {}
        for name in self.responses:
            if name.startswith(tuple(prefixes)):
                variant = choose_response(self.responses, name, facts={"language": language}, channel="web")
                if variant is not None:
                    found[name] = str(variant.get("text", ""))
        return found

    def served(self, language: str) -> str:
        """The language in which a customer with this one is answered: the same, or else the first of the house."""
        return language if language in self.languages else self.languages[0]

    def languages_spoken(self) -> tuple[str, ...]:
        """The languages that the designers list; raises RuleError."""
        listed = read(self.root / "data" / "empathy" / "languages.yml").get("languages") or LANGUAGES
        return tuple(str(language) for language in listed)

    def refresh(self) -> None:
        """Read again what a designer has changed, looking at most once a second; a broken file changes nothing."""
        if clock.ticks() - self.looked_at < LOOK_EVERY_S:
            return
        self.looked_at = clock.ticks()
        stamp = self.files_stamp()
        if stamp == self.stamp:
            return
        self.stamp = stamp
        try:
            self.responses, self.resources, self.experiments = self.load()
        except RuleError as fault:
            log.warning("words_not_reloaded", file=fault.file)

    def files(self) -> list[Path]:
        """Every file that holds words."""
        return [self.root / "domain.yml", *sorted((self.root / "data" / "responses").glob("*.yml"))]

    def files_stamp(self) -> tuple[tuple[str, int], ...]:
        """What changes when a designer saves a file."""
        watched = [*self.files(), self.resources_file, self.root / EXPERIMENTS]
        return tuple((str(file), file.stat().st_mtime_ns) for file in watched if file.is_file())

    @property
    def resources_file(self) -> Path:
        """The pack of crisis resources."""
        return self.root / "data" / "empathy" / "crisis_resources.yml"

    def load(self) -> Loaded:
        """Responses by name, resources by country, and experiments; raises RuleError."""
        responses: dict[str, Sequence[Mapping[str, Any]]] = {}
        for file in self.files():
            responses.update(read(file).get("responses") or {})
        tried = experiments(read(self.root / EXPERIMENTS))
        return responses, read(self.resources_file).get("resources") or {}, tried

    def refuse_gaps(self) -> None:
        """Refuse to start without the words that keep people safe and informed; raises RuleError."""
        gaps = [name for name in REQUIRED if not self.responses.get(name)]
        gaps += [
            kind for kind in CRISES for language in self.languages if not self.help_known(kind, language)
        ]
        if gaps:
            fault = f"missing: {', '.join(sorted(set(gaps)))}"
            raise RuleError(
                "data/responses", "responses", fault, "Write them; the service does not start without them"
            )

    def help_known(self, kind: str, language: str) -> bool:
        """Whether there is somewhere to go for this kind of danger."""
        return bool(self.help_for(kind, language=language, channel="web"))


def region_of(locale: str) -> str:
    """The country in a locale ("es-MX" or "es_MX" is "MX"), "" where it names none."""
    parts = locale.replace("_", "-").split("-")[1:]
    return next((part.upper() for part in parts if len(part) == 2 and part.isalpha()), "")


def read(file: Path) -> Mapping[str, Any]:
    """A YAML file as a dict (empty if the file is missing); raises RuleError naming the line that cannot be read."""
    if not file.is_file():
        return {}
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 (CSafeLoader is a safe loader)
    except (yaml.YAMLError, ValueError) as fault:  # a day such as 2026-02-31 is YAML, and no day
        mark = getattr(fault, "problem_mark", None)
        line = f"line {mark.line + 1}" if mark else "(file)"
        raise RuleError(
            str(file), line, "this is not YAML", "Correct the indentation or quotes there"
        ) from fault
    return content if isinstance(content, dict) else {}
