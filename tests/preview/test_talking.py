"""What a designer sees: the reading, the tier and why, the words and why these; and that nothing of it is kept or queued."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text as sql

from empathy.why import Candidate
from empathy.words import Obstacle
from tests.fakes.designer import ACKNOWLEDGES, Designer, acknowledges
from tests.fakes.fake_bot import FakeBot, Script, done, handoff, reply
from tests.fakes.running import Service

FURIOUS = "I am furious about my bill"
LOST = Candidate("ack-frustration-en-any-t1-a", "unfit", (Obstacle("condition", "tier", "1", "2"),))
TURN = Candidate("ack-frustration-en-any-b", "rotation")


def seen(page: str) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


async def test_a_turn_shows_the_reading_the_tier_and_why(designer: Designer) -> None:
    await designer.say(FURIOUS)
    words = seen(designer.page)
    assert "frustrated , intensity 90 %" in words
    assert "Tier 2 begins at 50 %; the level is 54 %." in words
    assert "After turn 1 the level is 54\N{NO-BREAK SPACE}%" in designer.page


async def test_words_show_their_name_variant_place_and_contest(designer: Designer, bot: FakeBot) -> None:
    acknowledges(
        bot, FURIOUS, "ack-frustration-en-any-a", LOST, TURN, due="clear_strain", event="explain_bill"
    )
    await designer.say(FURIOUS)
    words = seen(designer.page)
    assert f"2 of 3 variants of {ACKNOWLEDGES} fit here." in words
    assert "data/responses/acknowledge_frustration.yml:" in words
    assert "tier is 2, not 1" in words
    assert "As good: another turn’s number would choose it" in words
    assert "tier is 1 acknowledge_frustration.yml:" in words
    assert "Due: a feeling was read, and the tier is 2 or higher. Event: explain_bill." in words


async def test_the_bot_is_asked_to_explain_and_told_language_channel_and_reading(
    designer: Designer, bot: FakeBot
) -> None:
    await designer.post("switch", language="es", channel="sms", toned="yes")
    await designer.say(FURIOUS)
    turn = bot.asked[-1]
    assert (turn.explain, turn.language, turn.channel) == (True, "es", "sms")
    assert turn.reading is not None
    assert turn.reading.emotion == "frustration"


async def test_a_switch_plays_the_same_conversation_again_as_a_new_one(
    designer: Designer, bot: FakeBot
) -> None:
    await designer.say("hello")
    await designer.say("my bill")
    await designer.post("switch", language="es", channel="web", toned="yes")
    assert [turn.text for turn in bot.asked] == ["hello", "my bill", "hello", "my bill"]
    assert len({turn.conversation for turn in bot.asked}) == 2
    assert {turn.language for turn in bot.asked[2:]} == {"es"}


async def test_without_consent_the_tone_is_not_read_and_a_danger_still_is(
    designer: Designer, service: Service
) -> None:
    await designer.post("switch", language="en", channel="web", toned="no")
    await designer.say(FURIOUS)
    assert "tone not read (declined)" in designer.page
    await designer.say("I want to end my life")
    assert "Thoughts of suicide" in designer.page


async def test_a_step_back_forgets_the_last_turn_for_the_bot_too(designer: Designer, bot: FakeBot) -> None:
    await designer.say("first")
    await designer.say("second")
    await designer.post("undo")
    assert "Answer to: first" in designer.page
    assert "Answer to: second" not in designer.page
    await designer.say("third")
    assert [turn.text for turn in bot.asked if turn.conversation == bot.asked[-1].conversation] == [
        "first",
        "third",
    ]


async def test_what_was_typed_is_still_there_after_a_reload_and_gone_after_a_restart(
    designer: Designer,
) -> None:
    await designer.say("remember me")
    await designer.look()
    assert "Answer to: remember me" in designer.page
    await designer.post("restart")
    assert "remember me" not in designer.page


async def test_a_danger_gets_the_words_of_help_from_the_service_and_the_bot_is_not_asked(
    designer: Designer, bot: FakeBot
) -> None:
    await designer.say("I want to end my life")
    words = seen(designer.page)
    assert "Words of help by the service, without asking the bot" in words
    assert "988" in words
    assert "Here a person takes over (Thoughts of suicide). In this preview nobody is called." in words
    await designer.say("hello?")
    assert "A person has the conversation: the bot says nothing." in designer.page
    assert bot.asked == []


async def test_words_of_help_are_said_once_while_people_have_the_conversation(
    designer: Designer, bot: FakeBot
) -> None:
    await designer.say("I want to end my life")
    await designer.say("I said I want to end my life")
    assert designer.page.count("by the service, without asking the bot") == 1
    await designer.post("handback")
    assert bot.asked[-1].context["after_crisis"] is True
    await designer.say("and my bill?")
    assert bot.asked[-1].context["after_crisis"] is False


async def test_a_danger_split_over_two_messages_is_heard(designer: Designer) -> None:
    await designer.say("I want to end")
    await designer.say("my life")
    assert "Thoughts of suicide" in designer.page


async def test_after_a_handoff_the_bot_is_silent_until_it_is_handed_back(
    designer: Designer, bot: FakeBot
) -> None:
    bot.scripts["a person please"] = Script([handoff("Somebody is coming.", index=0), done()])
    await designer.say("a person please")
    assert "a person was asked for" in designer.page
    await designer.say("hello?")
    await designer.post("handback")
    assert [turn.kind for turn in bot.asked] == ["message", "handback"]
    assert "Hand back to the bot" not in designer.page


async def test_a_handoff_that_the_house_owes_is_said(designer: Designer, bot: FakeBot) -> None:
    bot.scripts["again"] = Script([reply("Hm."), done(failed_actions=("action_request_handoff",))])
    await designer.say("again")
    words = seen(designer.page)
    assert "a part of ours failed while a person was being called" in words
    assert "About the handoff by the service" in words


async def test_a_button_is_pressed_with_the_payload_that_the_bot_gave(
    designer: Designer, bot: FakeBot
) -> None:
    acknowledges(bot, FURIOUS, "ack-frustration-en-any-a")
    await designer.say(FURIOUS)
    await designer.post("press", turn="1", said="1", button="0")
    assert (bot.asked[-1].kind, bot.asked[-1].payload) == ("button", "/ask_for_person")
    gone = await designer.post("press", turn="1", said="1", button="7")
    assert gone.status_code == 404


@pytest.mark.parametrize(("text", "said"), [("   ", "The message is empty."), ("x" * 4001, "characters")])
async def test_a_message_that_the_house_would_refuse_is_refused_here_with_the_same_words(
    designer: Designer, bot: FakeBot, text: str, said: str
) -> None:
    await designer.say(text)
    assert said in designer.page
    assert bot.asked == []


async def test_a_bot_that_does_not_answer_is_told_apart_and_asked_again(
    designer: Designer, bot: FakeBot
) -> None:
    bot.scripts["hello"] = Script(status=500, times=1)
    await designer.say("hello")
    assert "The bot could not finish this turn." in designer.page
    await designer.post("again")
    assert "Answer to: hello" in designer.page
    await bot.stop()
    await designer.say("still there?")
    assert "The bot does not answer." in designer.page
    await bot.start()


@pytest.mark.parametrize("end", [[{"type": "fault", "code": "broke"}], []])
async def test_a_turn_that_breaks_off_shows_what_was_said_and_the_trouble(
    designer: Designer, bot: FakeBot, end: list
) -> None:
    bot.scripts["hello"] = Script([reply("So far."), *end])
    await designer.say("hello")
    assert "So far." in designer.page
    assert "The bot could not finish this turn." in designer.page


async def test_hostile_words_stay_words(designer: Designer) -> None:
    await designer.say('<img src=x onerror="alert(1)">')
    assert "<img src=x" not in designer.page
    assert "&lt;img src=x" in designer.page


async def test_nothing_of_a_preview_reaches_the_database(designer: Designer, service: Service) -> None:
    await designer.say("I want to end my life")
    async with service.house.database.view() as tx:
        for table in ("conversations", "messages", "readings", "handoffs", "turns", "outbox"):
            assert (await tx.execute(sql(f"select count(*) from {table}"))).scalar() == 0


async def test_a_conversation_that_is_forgotten_sends_to_a_new_one(designer: Designer) -> None:
    answer = await designer.look("/preview/talks/unknown")
    assert answer.status_code == 404
    assert 'href="/preview/"' in answer.text
