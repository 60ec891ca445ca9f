"""Texts leave at a fit hour, no faster than allowed, and as few as will do; words of help wait for nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from handoff_service.channels.turnstile import Turnstile
from handoff_service.clock import utc_now
from handoff_service.numbers import masked, zones_of
from handoff_service.schema import messages
from handoff_service.settings import SettingError, Settings, load_settings
from tests.fakes.desk_people import handoff_of, person
from tests.fakes.fake_bot import FakeBot, Script, done, reply
from tests.fakes.fake_twilio import ACCOUNT, SENDER, TOKEN, FakeTwilio
from tests.fakes.running import running
from tests.fakes.texting import Telephone, effects, settled

WARM = reply("That is a lot to carry.", purpose="acknowledgement")


def at_night(settings: Settings, twilio: FakeTwilio) -> Settings:
    """A house for which it is night now, for an hour more."""
    now = utc_now()
    hours = f"{now - timedelta(hours=1):%H:%M}-{now + timedelta(hours=1):%H:%M}"
    account = {"twilio_account_sid": ACCOUNT, "twilio_auth_token": TOKEN, "twilio_from": SENDER}
    return replace(settings, **account, twilio_api_url=twilio.url, quiet_hours=hours, time_zone="UTC")


async def test_at_night_answers_leave_and_what_we_begin_waits_for_the_day(
    settings: Settings, bot: FakeBot, twilio: FakeTwilio
) -> None:
    async with running(at_night(settings, twilio), bot=bot) as service:
        phone = Telephone(service)
        await phone.text("I want to end my life")
        customer, ada = await phone.customer(), await person(service)
        await ada.accept(await handoff_of(customer))
        await settled(service, 3, "sent")
        async with service.house.database.unit_of_work() as tx:
            await tx.execute(update(messages).values(at=utc_now() - timedelta(hours=13)))
        await ada.say(customer, "How are you today?")
        row = await waiting_for_the_day(phone)
    assert timedelta(minutes=50) < row["next_at"] - utc_now() <= timedelta(hours=1)
    assert (row["attempts"], len(twilio.tried)) == (0, 3)


async def waiting_for_the_day(phone: Telephone) -> dict[str, datetime]:
    with phone.service.house.signals.listen("outbox") as listener:
        while True:
            row = (await effects(phone.service))[-1]
            if row["state"] == "waiting" and row["next_at"] > utc_now() + timedelta(minutes=1):
                return row
            await listener.wait(0.05)


async def test_acknowledgement_and_solution_of_one_turn_leave_as_one_text(
    line: Telephone, twilio: FakeTwilio, bot: FakeBot
) -> None:
    bot.scripts["Fix it"] = Script([WARM, reply("It is fixed.", index=1), done()])
    await twilio.stop()
    await line.text("Fix it")
    await (await line.customer()).heard("It is fixed.")
    await twilio.start()
    await twilio.until(2)
    assert twilio.bodies()[1] == "That is a lot to carry.\nIt is fixed."
    assert len(await effects(line.service)) == 2


async def test_long_words_of_one_turn_stay_apart(line: Telephone, twilio: FakeTwilio, bot: FakeBot) -> None:
    long = "This is a sentence of about forty letters. " * 8
    bot.scripts["Fix it"] = Script([WARM, reply(long.strip(), index=1), done()])
    await twilio.stop()
    await line.text("Fix it")
    await (await line.customer()).heard(long.strip())
    await twilio.start()
    await twilio.until(3)
    assert twilio.bodies()[1:] == ["That is a lot to carry.", long.strip()]


async def test_words_of_help_overtake_a_message_that_is_stuck(line: Telephone, twilio: FakeTwilio) -> None:
    await twilio.stop()
    await line.text("Hello")
    await (await line.customer()).heard("Answer to: Hello")
    twilio.answers.extend([503, 503, 503])
    await line.text("I want to end my life")
    await twilio.start()
    await twilio.until(1)
    await settled(line.service, 4, "sent")
    assert "988" in "".join(twilio.tried[:4])


def test_a_turnstile_lets_one_through_at_a_time() -> None:
    now = [0.0]
    stile = Turnstile(2.0, ticks=lambda: now[0])
    assert stile.wait_s() == 0.0
    assert stile.wait_s() == 0.5
    now[0] = 0.5
    assert stile.wait_s() == 0.0
    assert Turnstile(0.0, ticks=lambda: now[0]).wait_s() == 0.0


async def test_the_rate_delays_and_keeps_the_order(
    settings: Settings, bot: FakeBot, twilio: FakeTwilio
) -> None:
    slow = replace(at_night(settings, twilio), texts_per_second=4.0)
    async with running(slow, bot=bot) as service:
        phone = Telephone(service)
        for number in range(3):
            await phone.text(f"text {number}")
            await (await phone.customer()).heard(f"Answer to: text {number}")
        rows = await settled(service, 4, "sent")
        assert twilio.bodies() == [text for author, text in await phone.said() if author != "customer"]
    assert rows[-1]["ended_at"] - rows[0]["ended_at"] > timedelta(seconds=0.5)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("HEARD_QUIET_HOURS", "9 to 5"),
        ("HEARD_TIME_ZONE", "Mars/Base"),
        ("HEARD_TWILIO_ANSWERS_KEYWORDS", "maybe"),
    ],
)
def test_hours_zones_and_answers_that_mean_nothing_are_refused(
    tmp_path: object, setting: str, value: str
) -> None:
    with pytest.raises(SettingError, match=setting):
        load_settings({setting: value, "HEARD_DATA_DIR": str(tmp_path)})


def test_a_number_tells_its_time_zones_and_shows_four_digits() -> None:
    assert zones_of("whatsapp:+34612345678") == ("Atlantic/Canary", "Europe/Madrid") or zones_of(
        "+34612345678"
    )
    assert zones_of("12345") == ()
    assert masked("+15550104477") == "•••4477"
