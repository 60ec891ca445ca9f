"""How much the house adds to a bare Rasa: the same model and questions, in turn, over a stock REST channel and through everything."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from heard.bench.measure import Report, Row, cpu_ms
from heard.errors import CommandFailed
from heard.house import House, ended, free_ports, running_house
from heard.places import ROOT
from heard.train import environment

QUESTIONS = (
    "what are your opening hours?",
    "hello there",
    "are you a person?",
    "thank you",
    "what can you do?",
)
TURNS_EACH = 10


def measure(rounds: int) -> Report:
    """`rounds` questions to each side, alternating, a new conversation every ten turns."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_house(Path(folder)) as house,
        bare_rasa(Path(folder)) as bare,
    ):
        sides = {"bare Rasa, stock REST channel": bare_asker(bare[0]), "the whole house": house_asker(house)}
        pids = {
            "bare Rasa, stock REST channel": [bare[1].pid],
            "the whole house": [p.pid for p in house.processes.values()],
        }
        walls = {name: list[float]() for name in sides}
        before = {name: cpu_ms(pids[name]) for name in sides}
        for index in range(rounds):
            for name, ask in sides.items():
                walls[name].append(timed(ask, index))
        rows = [Row(name, walls[name], (cpu_ms(pids[name]) - before[name]) / rounds) for name in sides]
    return Report(
        "Message to bot's reply", rows, ["CPU of the house: service, Rasa and action server together."]
    )


def timed(ask: Callable[[int], None], index: int) -> float:
    """Milliseconds that one question takes."""
    started = time.perf_counter()
    ask(index)
    return (time.perf_counter() - started) * 1000


def house_asker(house: House) -> Callable[[int], None]:
    """Asks through the customer's API and waits for the turn's end."""
    client = house.client
    customer = client.open()

    def ask(index: int) -> None:
        nonlocal customer
        if index % TURNS_EACH == 0:
            customer = client.open()
        report = client.turn(customer.id, customer.say(QUESTIONS[index % len(QUESTIONS)]).number)
        if not report["replies"]:
            raise CommandFailed(f"the house did not answer: {report}")

    return ask


def bare_asker(url: str) -> Callable[[int], None]:
    """Asks a stock REST channel."""
    http = httpx.Client(base_url=url, timeout=30, trust_env=False)

    def ask(index: int) -> None:
        body = {"sender": f"s{index // TURNS_EACH}", "message": QUESTIONS[index % len(QUESTIONS)]}
        answer = http.post("/webhooks/rest/webhook", json=body)
        if answer.status_code != 200 or not answer.json():
            raise CommandFailed(f"bare Rasa did not answer: {answer.status_code} {answer.text[:200]}")

    return ask


@contextmanager
def bare_rasa(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Stock `rasa run` with the same model, in-memory tracker and REST channel; its address and process."""
    (folder / "rest.yml").write_text("rest:\n", encoding="utf-8")
    (folder / "none.yml").write_text("{}\n", encoding="utf-8")
    port = free_ports(1)[0]
    command = [str(ROOT / ".venv-bot/bin/python"), "-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(port)]
    command += [
        "--credentials",
        str(folder / "rest.yml"),
        "--endpoints",
        str(folder / "none.yml"),
        "--model",
        "models/heard.tar.gz",
    ]
    with (folder / "bare.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(), stdout=log, stderr=log, start_new_session=True
        )
    try:
        until_answering(f"http://127.0.0.1:{port}/", process)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.terminate()
        ended(process)


def until_answering(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers; raises CommandFailed if its process ends first."""
    while True:
        try:
            if httpx.get(url, timeout=2, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        try:
            process.wait(timeout=0.25)
        except subprocess.TimeoutExpired:
            continue
        raise CommandFailed("bare Rasa ended before it answered")
