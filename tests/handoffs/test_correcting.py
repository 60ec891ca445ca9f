"""A person's correction is a record of its own: it counts, it raises what was missed, and it never lowers anything."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping
from typing import Any

import pytest

from empathy.correction import Judgement
from empathy.errors import Conflict, Malformed, NotAllowed, NotFound
from handoff_service.conversations import store as conversations
from handoff_service.conversations.models import Conversation, Message
from handoff_service.handoffs.correcting import CLOSED, KEPT, RAISED, Corrections
from handoff_service.handoffs.verdicts import Verdict
from handoff_service.ledger import store as ledger
from tests.fakes.desk_people import Person, handoff_of, person, waiting
from tests.fakes.running import Customer, Service

MISSED = Judgement("sadness", 0.8, "suicide")
ANXIOUS = Judgement("anxiety", None, "none")


def desk(service: Service) -> Corrections:
    house = service.house
    return Corrections(house.database, desk=house.desk, speaker=house.speaker)


def verdict(customer: Customer, by: Person, number: int = 1, **changed: Any) -> Verdict:
    return Verdict(customer.id, number, by.agent, changed.pop("form_id", uuid.uuid4().hex), **changed)


async def correct(customer: Customer, by: Person, judgement: Judgement, **changed: Any) -> str:
    return await desk(customer.service).correct(verdict(customer, by, **changed), judgement)


async def message(customer: Customer, number: int = 1) -> Message:
    async with customer.service.house.database.view() as tx:
        return (await conversations.transcript(tx, customer.id))[number - 1]


async def kept(customer: Customer) -> Conversation:
    async with customer.service.house.database.view() as tx:
        return await conversations.get(tx, customer.id)


async def noted(customer: Customer) -> list[Mapping[str, Any]]:
    async with customer.service.house.database.view() as tx:
        entries = await ledger.entries(tx, subject=customer.id)
    return [entry["body"] for entry in entries if entry["kind"] == "reading.corrected"]


async def test_a_correction_is_kept_beside_the_reading_with_who_and_when(service: Service) -> None:
    customer, ada = await waiting(service, "I am annoyed"), await person(service, "Ada Moreau")
    before = (await message(customer)).reading
    assert await correct(customer, ada, ANXIOUS) == KEPT
    after = await message(customer)
    (record,) = after.corrections
    assert after.reading == before
    assert (record.by, record.act, record.judgement) == ("Ada Moreau", "correct", ANXIOUS)
    assert record.at >= after.at


async def test_the_latest_counts_in_the_brief_and_a_confirmation_brings_the_reading_back(
    service: Service,
) -> None:
    customer, ada = await waiting(service, "I am annoyed"), await person(service)

    async def felt() -> str:
        case = await ada.case(customer)
        assert case.brief is not None
        return str(case.brief["course"]["series"][0]["emotion"])

    await correct(customer, ada, ANXIOUS)
    assert await felt() == "anxiety"
    await correct(customer, ada, Judgement("shame", None, "none"))
    assert await felt() == "shame"
    await desk(service).confirm(verdict(customer, ada))
    assert await felt() == "frustration"


async def test_a_form_sent_twice_is_one_record(service: Service) -> None:
    customer, ada = await waiting(service, "I am annoyed"), await person(service)
    same = uuid.uuid4().hex
    await asyncio.gather(*(correct(customer, ada, ANXIOUS, form_id=same) for _ in range(4)))
    assert len((await message(customer)).corrections) == 1
    assert len(await noted(customer)) == 1


async def test_a_form_sent_again_with_something_else_in_it_is_refused_not_swallowed(service: Service) -> None:
    customer, ada = await waiting(service, "I am annoyed"), await person(service)
    same = uuid.uuid4().hex
    await correct(customer, ada, ANXIOUS, form_id=same)
    with pytest.raises(Conflict, match="choose anew"):
        await correct(customer, ada, MISSED, form_id=same)
    assert [one.judgement for one in (await message(customer)).corrections] == [ANXIOUS]


async def test_several_records_can_be_taken_back_from_one_page(service: Service) -> None:
    customer, ada = await waiting(service, "I am annoyed"), await person(service)
    await correct(customer, ada, ANXIOUS)
    await correct(customer, ada, Judgement("shame", None, "none"))
    same = uuid.uuid4().hex
    for one in (await message(customer)).corrections:
        await desk(service).take_back(verdict(customer, ada, form_id=same), one.id)
    acts = [one.act for one in (await message(customer)).corrections]
    assert acts == ["correct", "correct", "take_back", "take_back"]


async def test_what_was_taken_back_counts_no_longer_and_stays_readable(service: Service) -> None:
    customer, ada = await waiting(service, "I am annoyed"), await person(service)
    await correct(customer, ada, ANXIOUS)
    (record,) = (await message(customer)).corrections
    for _ in range(2):
        await desk(service).take_back(verdict(customer, ada), record.id)
    made = (await message(customer)).corrections
    assert [(one.act, one.undoes) for one in made] == [("correct", None), ("take_back", record.id)]
    case = await ada.case(customer)
    assert case.brief is not None
    assert case.brief["course"]["series"][0]["emotion"] == "frustration"


async def test_only_its_author_or_a_supervisor_takes_a_correction_back(service: Service) -> None:
    customer, ada, ben = await waiting(service, "hm"), await person(service), await person(service, "Ben Ito")
    await correct(customer, ada, ANXIOUS)
    (record,) = (await message(customer)).corrections
    with pytest.raises(NotAllowed, match="Ada Moreau made"):
        await desk(service).take_back(verdict(customer, ben), record.id)
    chief = await person(service, "Cleo Baptiste", role="supervisor")
    await desk(service).take_back(verdict(customer, chief), record.id)
    taken = (await message(customer)).corrections[-1]
    with pytest.raises(Conflict):
        await desk(service).take_back(verdict(customer, chief), taken.id)
    with pytest.raises(NotFound):
        await desk(service).take_back(verdict(customer, chief), record.id + 1000)


async def test_a_crisis_that_was_missed_raises_level_handoff_and_brief_in_one_step(service: Service) -> None:
    customer, ada = await waiting(service, "There is a bridge near here"), await person(service)
    assert (await kept(customer)).level == "offer" or (await handoff_of(customer)).level == "offer"
    assert await correct(customer, ada, MISSED) == RAISED
    handoff = await handoff_of(customer)
    assert ((await kept(customer)).level, handoff.level, handoff.reason) == (
        "immediate",
        "immediate",
        "suicide",
    )
    assert handoff.brief["why"]["disclosure"]["kind"] == "suicide"
    assert handoff.brief["flags"][0] | {"evidence": []} == {
        "kind": "suicide",
        "confidence": 1.0,
        "evidence": [],
        "person": "first",
        "number": 1,
        "by": "Ada Moreau",
        "doubted_by": None,
    }


async def test_the_ledger_says_who_when_which_message_and_kinds_but_no_words(service: Service) -> None:
    customer, ada = await waiting(service, "There is a bridge near here"), await person(service)
    await correct(customer, ada, MISSED)
    (facts,) = await noted(customer)
    assert (facts["agent"], facts["message"]) == (ada.agent.id, (await message(customer)).id)
    assert (facts["read"], facts["judged"]) == ("none", "suicide")
    assert "bridge" not in str(facts)
    assert "sadness" not in str(facts)


async def test_a_missed_crisis_with_the_bot_brings_help_and_a_person_once(service: Service) -> None:
    customer, ada = await waiting(service, "There is a bridge near here"), await person(service)
    taken = await ada.accept(await handoff_of(customer))
    await service.house.handoffs.hand_back(await ada.step(customer))
    assert await correct(customer, ada, MISSED) == RAISED
    handoff = await handoff_of(customer)
    assert (handoff.id != taken.id, handoff.state, handoff.trigger) == (True, "queued", "agent")
    await desk(service).confirm(verdict(customer, ada))
    assert await correct(customer, ada, MISSED) == KEPT
    purposes = [event["purpose"] for event in await customer.events()]
    help_at = purposes.index("crisis")
    assert (purposes.count("crisis"), purposes[help_at + 1]) == (1, "handoff")


async def test_in_a_closed_conversation_the_level_rises_and_nobody_is_called(service: Service) -> None:
    customer, ada = await waiting(service, "There is a bridge near here"), await person(service)
    await ada.accept(await handoff_of(customer))
    await service.house.handoffs.close(await ada.step(customer), outcome="resolved")
    heard = await customer.events()
    assert await correct(customer, ada, MISSED) == CLOSED
    assert ((await kept(customer)).level, (await kept(customer)).state) == ("immediate", "closed")
    assert await customer.events() == heard


async def test_no_denial_lowers_a_level_or_clears_a_flag(service: Service) -> None:
    customer, ada = await service.customer(), await person(service)
    await customer.say("I want to end my life")
    await correct(customer, ada, Judgement("neutral", None, "none"))
    assert (await kept(customer)).level == "immediate"
    assert (await handoff_of(customer)).level == "immediate"
    case = await ada.case(customer)
    assert case.brief is not None
    assert [(flag["kind"], flag["doubted_by"]) for flag in case.brief["flags"]] == [("suicide", "Ada Moreau")]


async def test_taking_a_marked_crisis_back_leaves_level_and_flag(service: Service) -> None:
    customer, ada = await waiting(service, "There is a bridge near here"), await person(service)
    await correct(customer, ada, MISSED)
    await desk(service).take_back(verdict(customer, ada), (await message(customer)).corrections[0].id)
    case = await ada.case(customer)
    assert case.brief is not None
    assert (await kept(customer)).level == "immediate"
    assert [(flag["by"], flag["doubted_by"]) for flag in case.brief["flags"]] == [("Ada Moreau",) * 2]


async def test_a_correction_that_changes_nothing_is_refused(service: Service) -> None:
    customer, ada = await waiting(service, "I am annoyed"), await person(service)
    with pytest.raises(Malformed, match="say that the reading is right"):
        await correct(customer, ada, Judgement("frustration", None, "none"))
    await correct(customer, ada, ANXIOUS)
    with pytest.raises(Malformed, match="Change what is wrong"):
        await correct(customer, ada, ANXIOUS)
    assert len((await message(customer)).corrections) == 1


async def test_where_tone_was_declined_only_the_disclosure_can_be_corrected(service: Service) -> None:
    customer = await waiting(service, "There is a bridge near here", consent={"tone": False})
    ada = await person(service)
    with pytest.raises(NotAllowed, match="declined"):
        await correct(customer, ada, ANXIOUS)
    assert await correct(customer, ada, Judgement("neutral", None, "suicide")) == RAISED


async def test_what_nobody_read_cannot_be_corrected(service: Service) -> None:
    customer, ada = await waiting(service, "Hello"), await person(service)
    for number in (2, 99):
        with pytest.raises(NotFound):
            await correct(customer, ada, ANXIOUS, number=number)


async def test_who_may_not_read_a_conversation_may_not_correct_it(service: Service) -> None:
    customer, ada, ben = await waiting(service, "hm"), await person(service), await person(service, "Ben Ito")
    await ada.accept(await handoff_of(customer))
    auditor = await person(service, "Ida Fall", role="auditor")
    for stranger in (ben, auditor):
        with pytest.raises(NotAllowed):
            await correct(customer, stranger, ANXIOUS)
        with pytest.raises(NotAllowed):
            await desk(service).confirm(verdict(customer, stranger))
    with pytest.raises(NotAllowed):
        await auditor.reader.review(auditor.agent, page=1)
    assert (await message(customer)).corrections == ()


async def reviewed(by: Person, page: int = 1) -> list[str]:
    return [one.text for one in (await by.reader.review(by.agent, page=page)).messages]


async def test_the_review_list_begins_with_what_people_or_faint_signs_say(service: Service) -> None:
    said = ("hm", "whatever", "there is no way out", "I am annoyed", "Thanks")
    customer, ada = await waiting(service, *said), await person(service)
    faint = ["there is no way out", "whatever", "hm"]
    assert await reviewed(ada) == [*faint, "Thanks", "I am annoyed"]
    number = next(event["number"] for event in await customer.events() if event["text"] == "I am annoyed")
    await correct(customer, ada, ANXIOUS, number=number)
    assert await reviewed(ada) == ["I am annoyed", *faint, "Thanks"]


async def test_what_was_reviewed_leaves_the_list_until_it_is_taken_back(service: Service) -> None:
    customer, ada = await waiting(service, "hm"), await person(service)
    await desk(service).confirm(verdict(customer, ada, review=True))
    assert await reviewed(ada) == []
    await desk(service).take_back(verdict(customer, ada), (await message(customer)).corrections[0].id)
    assert await reviewed(ada) == ["hm"]
    await correct(customer, ada, ANXIOUS, review=True)
    assert await reviewed(ada) == []


async def test_a_reviewer_may_agree_with_a_correction(service: Service) -> None:
    customer, ada, ben = await waiting(service, "hm"), await person(service), await person(service, "Ben Ito")
    await correct(customer, ada, ANXIOUS)
    await correct(customer, ben, ANXIOUS, review=True)
    assert await reviewed(ada) == []


async def test_the_list_is_paged_and_shows_an_agent_only_what_is_hers_to_read(service: Service) -> None:
    customer, ada, ben = await waiting(service, "hm"), await person(service), await person(service, "Ben Ito")
    for count in range(11):
        await customer.say(f"more {count}")
    first, second = await reviewed(ben), await reviewed(ben, page=2)
    assert (len(first), len(second), first[0], len({*first, *second})) == (10, 2, "hm", 12)
    await ada.accept(await handoff_of(customer))
    assert (await reviewed(ben), len(await reviewed(ada))) == ([], 10)
    chief = await person(service, "Cleo Baptiste", role="supervisor")
    assert len(await reviewed(chief)) == 10


async def test_opening_the_list_is_written_down_with_ids_alone(service: Service) -> None:
    customer, ada = await waiting(service, "hm"), await person(service)
    await reviewed(ada)
    async with service.house.database.view() as tx:
        entry = (await ledger.entries(tx, subject=ada.agent.id))[-1]
    assert (entry["kind"], entry["body"]) == ("readings.read", {"messages": [(await message(customer)).id]})


async def test_the_pages_follow_on_where_the_doubtful_end(service: Service) -> None:
    customer, ada = await waiting(service, "hm"), await person(service)
    for count in range(11):
        await customer.say(f"there is no way out {count}")
    await customer.say("whatever")
    first, second = await reviewed(ada), await reviewed(ada, page=2)
    assert [*first, *second] == [
        *(f"there is no way out {count}" for count in reversed(range(11))),
        "whatever",
        "hm",
    ]
    assert (len(first), await reviewed(ada, page=3)) == (10, [])
