"""How soon an agent sees what a customer writes: 50 messages a second on a fixed schedule, against a bare Sanic echo."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from heard.agent import AgentClient
from heard.bench.measure import Report, Row
from heard.bench.reply import until_answering
from heard.house import House, ended, free_ports, running_house

PER_SECOND = 50
SENDERS = 5
CUSTOMERS = 25
MARK = re.compile(r"mark-(\d+)-")


def measure(rounds: int) -> Report:
    """`rounds` messages to each side, latency from the time each was scheduled to be sent (not when it was)."""
    with tempfile.TemporaryDirectory() as folder, running_house(Path(folder)) as house, bare_echo() as echo:
        floor = Row("bare Sanic echo", seen_after(range(rounds), echo_sender(echo), echo_lines(echo)))
        say, stream = with_agent(house)
        ours = Row("agent's screen", seen_after(range(rounds), say, stream, watched_each=CUSTOMERS))
    notes = [f"{CUSTOMERS} conversations share the 50 a second; the agent's page shows one of them."]
    return Report("Message to agent's stream at 50 a second", [floor, ours], notes)


def with_agent(house: House) -> tuple[Callable[[int], None], Iterable[str]]:
    """Says message `index` as one of the waiting customers in turn; the demo agent's stream of the first one."""
    settings, client = house.settings, house.client
    customers = [client.open() for _ in range(CUSTOMERS)]
    for customer in customers:
        client.turn(customer.id, customer.say("I want to talk to a person").number)
    agent = AgentClient(settings.public_url)
    agent.sign_in(settings.demo_agent, settings.demo_password())
    agent.accept(customers[0].id)
    say = lambda index: ignore(customers[index % CUSTOMERS].say(f"mark-{index}- is it my turn"))  # noqa: E731
    return say, agent.lines(customers[0].id)


def ignore(_value: object) -> None:
    """Throw an answer away."""


def seen_after(
    indices: range, send: Callable[[int], None], lines: Iterable[str], *, watched_each: int = 1
) -> list[float]:
    """Milliseconds from each watched message's scheduled time until its line is seen on the stream."""
    watched = indices[::watched_each]
    seen: dict[int, float] = {}
    ready, done = threading.Event(), threading.Event()
    threading.Thread(target=follow, args=(lines, seen, len(watched), ready, done), daemon=True).start()
    ready.wait(30)
    begin = time.perf_counter() + 0.2
    senders = [
        threading.Thread(target=send_some, args=(send, begin, indices[first::SENDERS]))
        for first in range(SENDERS)
    ]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    done.wait(30)
    return [(seen[index] - begin - index / PER_SECOND) * 1000 for index in sorted(seen)]


def send_some(send: Callable[[int], None], begin: float, indices: Iterable[int]) -> None:
    """Send the messages with these indices, each at its own scheduled time."""
    for index in indices:
        time.sleep(max(0.0, begin + index / PER_SECOND - time.perf_counter()))
        send(index)


def follow(
    lines: Iterable[str], seen: dict[int, float], rounds: int, ready: threading.Event, done: threading.Event
) -> None:
    """Note when each mark is first seen; `ready` at the first line, `done` when all are."""
    for line in lines:
        ready.set()
        for mark in MARK.findall(line):
            seen.setdefault(int(mark), time.perf_counter())
        if len(seen) >= rounds:
            break
    done.set()


ECHO = """
import asyncio, sys
from sanic import Sanic, response
app = Sanic("echo"); app.config.ACCESS_LOG = False; queues = []
@app.get("/")
async def here(_): return response.text("ok")
@app.post("/say")
async def say(request):
    for queue in queues: queue.put_nowait(request.json["text"])
    return response.json({}, status=201)
@app.get("/stream")
async def stream(request):
    queue = asyncio.Queue(); queues.append(queue)
    answer = await request.respond(content_type="text/event-stream")
    await answer.send(": open\\n\\n")
    while True: await answer.send(f"data: {await queue.get()}\\n\\n")
app.run(host="127.0.0.1", port=int(sys.argv[1]), single_process=True, motd=False)
"""


@contextmanager
def bare_echo() -> Iterator[str]:
    """The address of a server that only passes on: no check, no database, no page."""
    port = free_ports(1)[0]
    process = subprocess.Popen(
        [sys.executable, "-c", ECHO, str(port)], stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        until_answering(f"http://127.0.0.1:{port}/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        ended(process)


def echo_sender(url: str) -> Callable[[int], None]:
    """Posts message `index` to the echo."""
    http = httpx.Client(base_url=url, trust_env=False)
    return lambda index: ignore(http.post("/say", json={"text": f"mark-{index}- is it my turn"}))


def echo_lines(url: str) -> Iterator[str]:
    """The lines of the echo's stream."""
    with httpx.stream("GET", f"{url}/stream", timeout=httpx.Timeout(30), trust_env=False) as stream:
        yield from stream.iter_lines()
