"""`python -m bot.rehearsal`: plays random customers to the newest model and prints what became of the contract."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
import time
from collections import Counter
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from bot import settings as house
from bot.rehearsal.contract import Violation, violations
from bot.rehearsal.exchange import ACKNOWLEDGEMENT, purposes
from empathy.rules import EmpathyRules

if TYPE_CHECKING:
    from bot.rehearsal.stage import Stage


async def rehearse(played: Stage, count: int, *, rules: EmpathyRules) -> dict[str, Any]:
    """Play `count` conversations; how many of everything, how often each promise applied, and every violation."""
    cast, applied, broken, tally = played.cast(), Counter[str](), list[Violation](), Counter[str]()
    begun = time.process_time()
    for number in range(1, count + 1):
        exchanges = await played.play(cast.customer())
        found, seen = violations(exchanges, rules=rules)
        applied += seen
        broken += [replace(one, conversation=number) for one in found]
        tally["turns"] += len(exchanges)
        tally["acknowledgements"] += sum(purposes(one).count(ACKNOWLEDGEMENT) for one in exchanges)
    return {
        "conversations": count,
        **tally,
        "cpu_s": round(time.process_time() - begun, 1),
        "promises": dict(applied),
        "violations": [asdict(one) for one in broken],
    }


def main() -> int:
    """Print the rehearsal as one line of JSON; 1 if a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m bot.rehearsal", description=__doc__)
    parser.add_argument("--conversations", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20261121)
    options = parser.parse_args()
    house.quiet_rasa()
    from bot.logs import be_discreet
    from bot.preflight import newest_model
    from bot.rehearsal.stage import stage
    from bot.rules import designers_rules

    be_discreet("CRITICAL")
    # Dying actions are part of the play: hundreds of errors in the log would tell nothing.
    logging.disable(logging.CRITICAL)
    played = stage(newest_model(house.read().models), seed=options.seed)
    report = asyncio.run(rehearse(played, options.conversations, rules=designers_rules()))
    sys.stdout.write(json.dumps(report) + "\n")
    return 1 if report["violations"] else 0


if __name__ == "__main__":
    sys.exit(main())
