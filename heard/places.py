"""Where the project lies, without loading anything that the asking command does not need."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
