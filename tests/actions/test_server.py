"""The action server as Rasa meets it: a real process, its key, its faults, its start and its end."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

KEY = "the-key-of-this-test"


class Server:
    """One process of the action server on a free port; its log is a file."""

    def __init__(self, module: str, folder: Path, port: int) -> None:
        env = {
            **os.environ,
            "HEARD_ACTIONS_PORT": str(port),
            "HEARD_ACTIONS_KEY": KEY,
            "HEARD_DATA_DIR": str(folder),
        }
        self.port, self.log = port, folder / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen([sys.executable, "-m", module], env=env, stderr=log, stdout=log)
        self.client = httpx.Client(
            base_url=f"http://127.0.0.1:{port}", headers={"X-Heard-Key": KEY}, timeout=30
        )

    def ready(self) -> "Server":
        transport = httpx.HTTPTransport(retries=12)  # with a growing pause between them
        with httpx.Client(transport=transport, timeout=30) as waiting:
            assert waiting.get(f"http://127.0.0.1:{self.port}/health").json() == {"status": "ok"}
        return self

    def call(self, action: str, text: str = "why is my bill so high") -> httpx.Response:
        message = {"text": text, "intent": {"name": "explain_bill"}}
        tracker = {
            "sender_id": "c-1",
            "slots": {"account_number": "HB-1001"},
            "latest_message": message,
            "events": [],
        }
        call = {
            "next_action": action,
            "sender_id": "c-1",
            "tracker": tracker,
            "domain": {"forms": {}},
            "version": "3.6.21",
        }
        return self.client.post("/webhook", json=call)

    def stop(self) -> int:
        self.client.close()
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server("actions", tmp_path_factory.mktemp("actions"), free_port()).ready()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server("tests.fakes.actions_faulty", tmp_path_factory.mktemp("faulty"), free_port()).ready()
    yield running
    running.stop()


def test_an_action_answers_with_response_and_facts(server: Server) -> None:
    answer = server.call("action_explain_bill")
    assert answer.status_code == 200
    assert answer.json()["responses"][0]["response"] in ("utter_bill_explained", "utter_bill_usual")


@pytest.mark.parametrize("shown", [None, "", "wrong", KEY + "x", "ключ".encode().decode("latin-1")])
def test_without_the_key_nothing_is_told(server: Server, shown: str | None) -> None:
    headers = {} if shown is None else {"X-Heard-Key": shown.encode("latin-1")}
    for path in ("/webhook", "/actions", "/"):
        answer = httpx.post(f"http://127.0.0.1:{server.port}{path}", headers=headers, json={})
        assert answer.status_code == 401
        assert "X-Heard-Key" in answer.json()["error"]


def test_every_action_of_the_dialogue_map_is_served(server: Server) -> None:
    names = {each["name"] for each in server.client.get("/actions").json()}
    wanted = (
        "explain_bill account_balance late_fee payment_status check_outage line_test mobile_status data_usage"
    )
    wanted += " visit_status reschedule_visit missed_visit plan_details order_status book_technician"
    wanted += " arrange_payment_plan dispute_charge watch_conversation request_handoff leave_form"
    assert {f"action_{name}" for name in wanted.split()} <= names
    assert {f"validate_{form}_form" for form in ("technician", "payment_plan", "dispute")} <= names


def test_an_action_that_is_not_known_is_not_found(server: Server) -> None:
    answer = server.call("action_unheard_of")
    assert (answer.status_code, answer.json()["action_name"]) == (404, "action_unheard_of")


@pytest.mark.parametrize("body", [b"", b"junk", b"[]", b"{}", b'{"tracker": 3}', b"\xff\xfe"])
def test_a_body_that_is_no_call_is_refused(server: Server, body: bytes) -> None:
    assert server.client.post("/webhook", content=body).status_code == 422


def test_an_address_that_is_not_served_is_not_found(server: Server) -> None:
    assert server.client.get("/conversations").status_code == 404


def test_an_action_that_breaks_is_an_error_without_the_customers_words(faulty: Server) -> None:
    answer = faulty.call("action_breaks", "my secret trouble")
    assert (answer.status_code, answer.json()["action_name"]) == (500, "action_breaks")
    assert "secret trouble" not in answer.text + faulty.log.read_text()
    assert "actions_faulty.py" in faulty.log.read_text()


def test_an_action_that_refuses_lets_rasa_choose_another(faulty: Server) -> None:
    answer = faulty.call("action_refuses")
    assert (answer.status_code, answer.json()["action_name"]) == (400, "action_refuses")


def test_the_log_tells_calls_without_words(server: Server) -> None:
    server.call("action_explain_bill", "a very private matter")
    assert '"action": "action_explain_bill"' in server.log.read_text()
    assert "private matter" not in server.log.read_text()


def test_it_listens_on_loopback_alone(server: Server) -> None:
    listening = Path("/proc/net/tcp").read_text().splitlines()[1:]
    addresses = [line.split()[1] for line in listening if line.split()[1].endswith(f":{server.port:04X}")]
    assert {address.split(":")[0] for address in addresses if address} >= {"0100007F"}
    assert not any(address.startswith("00000000") for address in addresses)


def test_a_busy_port_is_one_sentence_with_the_setting(server: Server, tmp_path: Path) -> None:
    second = Server("actions", tmp_path, server.port)
    assert second.process.wait() == 2
    said = second.log.read_text().strip()
    assert said.startswith(f"Port {server.port} is in use")
    assert "HEARD_ACTIONS_PORT" in said
    assert "\n" not in said


def test_it_ends_cleanly_when_told_to(tmp_path: Path) -> None:
    running = Server("actions", tmp_path, free_port()).ready()
    assert running.call("action_account_balance").status_code == 200
    assert running.stop() == 0
    assert "Traceback" not in running.log.read_text()


def test_an_answered_booking_survives_a_kill(tmp_path: Path) -> None:
    first = Server("actions", tmp_path, free_port()).ready()
    booked = book(first)
    first.process.kill()
    first.process.wait()
    second = Server("actions", tmp_path, free_port()).ready()
    assert book(second) == booked
    second.stop()


def book(server: Server) -> Any:
    """Book the first evening that is free, always with the same message."""
    message = {"text": "evening", "intent": {"name": "inform"}}
    slots = {
        "account_number": "HB-1009",
        "visit_problem": "no light",
        "visit_day": coming_tuesday(),
        "visit_window": "evening",
    }
    event = {"event": "user", "text": "evening", "message_id": "m-1", "parse_data": message}
    tracker = {"sender_id": "c-9", "slots": slots, "latest_message": message, "events": [event]}
    call = {"next_action": "action_book_technician", "tracker": tracker, "domain": {}, "version": "3.6.21"}
    return server.client.post("/webhook", json=call).json()["responses"]


def coming_tuesday() -> str:
    from actions.clock import local_now
    from actions.days import day_in

    day = day_in("tuesday", local_now().date())
    assert day is not None
    return day.isoformat()
