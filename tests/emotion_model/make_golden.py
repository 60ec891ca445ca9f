"""Writes golden.json anew: run it after the weights were trained, with `python -m tests.emotion_model.make_golden`."""

import json
from pathlib import Path

import emotion_model

TEXTS = (
    "Why is my June bill 62.40? It was 44.40 in May.",
    "This is the THIRD time I tell you, nobody calls back!!!",
    "I don't get it, which of the two numbers do you need?",
    "I'm so worried I'll lose my number, please hurry",
    "thx it works again 🎉",
    "I feel so stupid, it wasn't plugged in",
    "I expected better after ten years",
    "my mum died last week, I need to close her account",
    "my son says he doesn't want to live any more",
    "I lost my job and can't pay this month. Is there a plan?",
    "no puedo respirar, ayuda",
    "ya no quiero vivir",
    "kill -9 does not stop the worker",
    "The box came late. He hits me when he reads my mail. Please change the address.",
    "put me through to a human",
    "u r killin me lol, where's my order 77120",
    "",
)


def main() -> None:
    """Reads each text and writes what was read beside this file."""
    reader = emotion_model.load()
    readings = [{"text": text, **reader.read(text).to_dict()} for text in TEXTS]
    place = Path(__file__).with_name("golden.json")
    place.write_text(json.dumps(readings, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
