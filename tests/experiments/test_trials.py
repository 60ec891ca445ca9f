"""Who hears which words is decided once, by the service; it is told to the bot, and kept with what was said."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from empathy.errors import RuleError
from empathy.experiments import trials_in
from handoff_service.conversations import store
from handoff_service.conversations.models import Conversation, Message
from handoff_service.words import Words
from tests.experiments.conftest import ACKNOWLEDGED, BILL, Clock, write
from tests.fakes.running import Customer, Service


async def kept(customer: Customer) -> list[Message]:
    async with customer.service.house.database.view() as tx:
        return await store.messages_after(tx, customer.id, 0)


async def conversation(customer: Customer) -> Conversation:
    async with customer.service.house.database.view() as tx:
        return await store.get(tx, customer.id)


async def test_the_bot_is_told_the_trial_and_nothing_that_names_the_customer(service: Service) -> None:
    customer = await service.customer()
    await customer.say("hello")
    await service.bot.until_asked("hello")
    (turn,) = service.bot.asked
    trial = trials_in(turn.context)[ACKNOWLEDGED]
    assert {*trial.speaks, *trial.withholds} == {"ack-confusion-en-any-a", "ack-confusion-en-any-b"}
    assert (await conversation(customer)).customer_id not in str(turn.to_dict())


async def test_customers_are_dealt_to_both_arms(service: Service) -> None:
    speaker, held = service.house.speaker, await conversation(await service.customer())
    others = [replace(held, customer_id=f"customer {number}") for number in range(200)]
    arms = [speaker.trials(one, service.house.now())[ACKNOWLEDGED].arm for one in others]
    assert 70 < arms.count("plain") < 130
    assert arms.count("plain") + arms.count("warm") == 200


async def test_a_customer_is_dealt_the_same_arm_in_every_conversation(service: Service) -> None:
    speaker, held = service.house.speaker, await conversation(await service.customer())
    again = [replace(held, id=f"c{number}") for number in range(20)]
    trials = [speaker.trials(one, service.house.now())[ACKNOWLEDGED] for one in (held, *again)]
    assert len(set(trials)) == 1


async def test_what_was_said_on_trial_is_kept_with_experiment_and_arm(service: Service) -> None:
    customer = await service.customer()
    await customer.say("my bill")
    await customer.heard(BILL)
    await customer.say("hello")
    await customer.heard("Answer to: hello")
    told = {message.text: (message.experiment, message.arm) for message in await kept(customer)}
    assert told[BILL] == ("bill", "plain")
    assert told["my bill"] == told["Answer to: hello"] == (None, None)


async def test_the_services_own_words_take_part_too(service: Service) -> None:
    customer = await service.customer()
    trials = service.house.speaker.trials(await conversation(customer), service.house.now())
    trial = trials["utter_handoff_requested"]
    await customer.post("person", {})
    (said,) = [one for one in await kept(customer) if one.response == "utter_handoff_requested"]
    assert (said.experiment, said.arm, said.variant) == ("person", trial.arm, trial.speaks[0])


async def test_customers_are_not_told_of_the_experiment(service: Service) -> None:
    customer = await service.customer()
    await customer.say("my bill")
    (shown,) = [event for event in await customer.heard(BILL) if event["text"] == BILL]
    assert not {"experiment", "arm", "variant"} & set(shown)


async def test_after_the_last_day_nobody_is_dealt_any_more(service: Service, clock: Clock) -> None:
    held = await conversation(await service.customer())
    clock.pass_by(days=29)
    assert ACKNOWLEDGED in service.house.speaker.trials(held, clock())
    clock.pass_by(days=2)
    assert service.house.speaker.trials(held, clock()) == {}


async def test_an_experiment_begins_without_a_restart_and_a_broken_one_changes_nothing(
    service: Service, designers: Path
) -> None:
    held, words = await conversation(await service.customer()), service.house.words
    for broken in ([{"id": "x"}], "soon"):
        write(designers, broken)
        words.looked_at = float("-inf")
        assert set(service.house.speaker.trials(held, service.house.now())) == {
            ACKNOWLEDGED,
            "utter_handoff_requested",
        }
    write(designers, [])
    words.looked_at = float("-inf")
    assert service.house.speaker.trials(held, service.house.now()) == {}


@pytest.mark.parametrize("day", ["2026-02-31", "soon"])
def test_a_house_does_not_start_with_a_file_that_cannot_be_followed(designers: Path, day: str) -> None:
    file = designers / "data/empathy/experiments.yml"
    file.write_text(re.sub(r"to: [0-9-]+", f"to: {day}", file.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(RuleError, match=r"experiments\.yml"):
        Words(designers, country="US")
