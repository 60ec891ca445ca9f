"""Rules about text messages: their length in segments, their letters, and the words that carriers keep for themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from empathy.emotion import CRISES
from empathy.texting import beyond_gsm_7, segments, with_choices
from heard.check.contract import LOSSES
from heard.check.files import Designs, Word
from heard.check.findings import Finding

CRISIS = "utter_crisis_"
NEVER_TEXTED = ("utter_widget_",)
_PLACEHOLDER = re.compile(r"\{[^}]*\}")
# "text START to 88788" names another number, where the word is right.
_OFFER = (
    r"\b(?:write|reply|text|send|type|say|answer|escriba|responda|env[íi]e|conteste|diga)\s+(?:with\s+|con\s+)?"
    r"[\"'“«]?({})\b(?!\s+(?:to|al?)\s+\d)"
)


def unfit_for_sms(designs: Designs) -> Iterator[Finding]:
    """`sms-unfit`: words for text messages that take too many segments or needless letters beyond GSM-7."""
    limits = designs.limits["sms"]
    for word in designs.words:
        if word.channel != "sms":
            continue
        crisis = word.response.startswith(CRISIS)
        allowed = "" if crisis else limits["letters"].get(word.language, "")
        texts = list(as_sent(word, designs))
        beyond = "".join(sorted(set(beyond_gsm_7("".join(texts))) - set(allowed)))
        if beyond:
            said = f"letters beyond GSM-7, which make a text message twice as long: {beyond}"
            yield Finding(word.file, word.line, "sms-unfit", said, "Write it without them.")
        longest, most = max(map(segments, texts), default=0), 1 if crisis else limits["segments"]
        if longest > most:
            said = f"{longest} segments as sent (at most {most})"
            yield Finding(word.file, word.line, "sms-unfit", said, "Shorten it.")


def unwritten_for_sms(designs: Designs) -> Iterator[Finding]:
    """`sms-missing`: words that reach text messages too long because nobody wrote shorter ones."""
    own = {(word.response, word.language) for word in designs.words if word.channel == "sms"}
    for word in designs.words:
        if word.channel is not None or word.response.startswith(NEVER_TEXTED):
            continue
        crisis = word.response.startswith(CRISIS)
        most = 1 if crisis else designs.limits["sms"]["segments_unwritten"]
        longest = max(map(segments, as_sent(word, designs)), default=0)
        if (word.response, word.language) not in own and longest > most:
            said = f"{word.response} would be sent as {longest} segments in {word.language} (at most {most})"
            yield Finding(
                word.file, word.line, "sms-missing", said, "Add a shorter variant with channel: sms."
            )


def as_sent(word: Word, designs: Designs) -> Iterator[str]:
    """The text as it leaves: with the help of each country, or with eight letters a placeholder and its choices."""
    if "{resources}" not in word.text:
        yield with_choices(_PLACEHOLDER.sub("12345678", word.text), word.buttons)
        return
    named = word.response.removeprefix(CRISIS).removeprefix("utter_")
    for country in designs.resources.values():
        # Words for any danger ("again") are measured with the help for each.
        for kind in (named,) if named in (*CRISES, LOSSES["financial_hardship"]) else CRISES:
            helps = [entry["sms"].get(word.language, "") for entry in country.get(kind, ()) if "sms" in entry]
            yield word.text.replace("{resources}", "; ".join(filter(None, helps)))


def reserved(designs: Designs) -> Iterator[Finding]:
    """`reserved-word`: an answer that carriers take for themselves ("Reply CANCEL to ..."), so it never arrives."""
    pattern = re.compile(_OFFER.format("|".join(designs.limits["sms"]["reserved"])), re.IGNORECASE)
    keywords = {one.casefold() for one in designs.limits["sms"]["reserved"]}
    for word in designs.words:
        if word.channel == "web" or word.response.startswith(NEVER_TEXTED):
            continue
        offered = [match.group(1) for match in pattern.finditer(word.text)]
        offered += [title for title in word.buttons if title.strip(" .!").casefold() in keywords]
        for one in offered:
            said = f"offers {one!r} as an answer; carriers act on that word and the answer never arrives"
            yield Finding(word.file, word.line, "reserved-word", said, "Offer another word.")
