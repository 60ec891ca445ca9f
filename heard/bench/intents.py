"""Prints the intent accuracy of a cross-validation in one line, with its honest interval."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path


def summary(report: Path) -> str:
    """Accuracy over all examples with a 95 % Wilson interval, macro-F1, and the weakest intents, from Rasa's report."""
    figures = json.loads(report.read_text(encoding="utf-8"))
    intents = {name: row for name, row in figures.items() if isinstance(row, dict) and " avg" not in name}
    total = sum(row["support"] for row in intents.values())
    accuracy = figures["accuracy"] if "accuracy" in figures else figures["micro avg"]["f1-score"]
    low, high = wilson(accuracy, int(total))
    weakest = sorted(intents, key=lambda name: intents[name]["f1-score"])[:5]
    named = ", ".join(f"{name} {intents[name]['f1-score']:.2f}" for name in weakest)
    return (
        f"intents by cross-validation: accuracy {accuracy:.3f} (95 % {low:.3f} to {high:.3f}, n={total:.0f}), "
        f"macro-F1 {figures['macro avg']['f1-score']:.3f}; weakest: {named}"
    )


def wilson(share: float, count: int) -> tuple[float, float]:
    """The 95 % interval of a share seen in `count` trials (Wilson 1927)."""
    z = 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return middle - half, middle + half


if __name__ == "__main__":
    print(summary(Path(sys.argv[1]) / "intent_report.json"))
