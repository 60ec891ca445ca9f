"""Whatever breaks, the customer reads a designer's sentence, nothing is lost, and what waited is answered in order."""

import signal

import httpx
import pytest

from heard.errors import CommandFailed

pytestmark = pytest.mark.house


def purposes(events):
    return [event["purpose"] for event in events if event["author"] != "customer"]


def texts(events):
    return " ".join(event["text"] for event in events if event["author"] != "customer")


def said(events):
    """What was said; buttons are signed anew each time they are shown."""
    return [(event["number"], event["id"], event["author"], event["text"]) for event in events]


def heard_until(customer, wanted, *, after=0):
    """Events after a number, followed until `wanted(events)` holds."""
    seen = []
    for _ in range(20):
        seen += customer.events(seen[-1]["number"] if seen else after, wait_s=5)
        if wanted(seen):
            return seen
    raise AssertionError(seen)


def test_with_the_bot_dead_the_customer_is_told_and_answered_in_order_when_it_is_back(breakable_house):
    customer = breakable_house.client.open()
    breakable_house.stop("bot", how=signal.SIGKILL)
    numbers = [customer.say(text).number for text in ("what was my June bill?", "and what is my balance?")]
    told = heard_until(customer, lambda events: "status" in purposes(events))
    assert "can't answer" in texts(told)
    breakable_house.start("bot")
    answered = heard_until(customer, lambda events: purposes(events).count("answer") >= 2)
    answers = [event["text"] for event in answered if event["purpose"] == "answer"]
    assert numbers == sorted(numbers)
    assert "62.40" in answers[0]
    assert "44.40" in answers[-1]


def test_with_the_action_server_dead_the_bot_says_so_and_claims_no_success(breakable_house):
    customer = breakable_house.client.open()
    breakable_house.stop("actions", how=signal.SIGKILL)
    report = breakable_house.client.turn(
        customer.id, customer.say("why is my bill so high this month").number
    )
    assert report["replies"], report
    assert "62.40" not in " ".join(reply["text"] for reply in report["replies"])


def test_with_the_action_server_dead_asking_for_a_person_still_reaches_one(breakable_house):
    customer = breakable_house.client.open()
    breakable_house.stop("actions", how=signal.SIGKILL)
    report = breakable_house.client.turn(
        customer.id, customer.say("let me talk to a real person please").number
    )
    assert report["owner"] == "queue", report
    assert report["handoff"]["id"], report


def test_a_restart_of_the_service_loses_nothing_and_doubles_nothing(breakable_house):
    customer = breakable_house.client.open()
    first = breakable_house.client.turn(customer.id, customer.say("what was my June bill?").number)
    before = said(customer.events(0))
    breakable_house.stop("service", how=signal.SIGKILL)
    breakable_house.start("service")
    assert said(customer.events(0))[: len(before)] == before
    again = breakable_house.client.turn(customer.id, customer.say("and what is my balance?").number)
    assert first["replies"]
    assert again["replies"]


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200b", "\x00\x01\x02\x7f", "x" * 20_000])
def test_what_cannot_be_a_message_is_refused_in_designers_words(house, text):
    customer = house.client.open()
    with pytest.raises(CommandFailed, match=r"\(4(13|22)\): \S+ \S+"):
        customer.say(text)


@pytest.mark.parametrize(
    "text", ["😀", "🙏🙏🙏", "???", "ñandú", "\u202eabc", "/restart", "/session_start", " /back", "１２３"]
)
def test_odd_messages_are_answered(house, text):
    customer = house.client.open()
    report = house.client.turn(customer.id, customer.say(text).number)
    assert report["replies"], report
    assert report["owner"] == "bot", report


def test_the_bot_and_the_action_server_refuse_whoever_has_no_key(house):
    bot = f"http://127.0.0.1:{house.settings.bot_port}"
    actions = f"http://127.0.0.1:{house.settings.actions_port}"
    assert httpx.post(f"{bot}/webhooks/heard/turns", json={}, trust_env=False).status_code == 401
    assert httpx.post(f"{actions}/webhook", json={}, trust_env=False).status_code == 401
    assert httpx.get(f"{bot}/conversations/x/tracker", trust_env=False).status_code in (401, 404)
