"""What is not ours is exactly what its note says, and our own scripts stay small."""

from __future__ import annotations

import hashlib
import re

import pytest

from handoff_service.console.rendering import STATIC

VENDOR = STATIC / "vendor"
OURS = sorted(STATIC.glob("*.js"))


def test_the_vendored_file_has_the_hash_in_its_note() -> None:
    note = (VENDOR / "README.md").read_text(encoding="utf-8")
    name, digest = re.search(r"SHA-256 of `([^`]+)`: `([0-9a-f]{64})`", note).groups()  # type: ignore[union-attr]
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest
    assert (VENDOR / "htmx-LICENSE").is_file()


@pytest.mark.parametrize("script", OURS, ids=lambda file: file.name)
def test_our_scripts_open_with_their_purpose_and_stay_short(script: object) -> None:
    text = script.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert text.startswith("// ")
    assert len(text.splitlines()) <= 110
    assert "eval(" not in text
    assert "document.write" not in text
