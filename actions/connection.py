"""Answers about the connection: outages, the line, the mobile number, and the data used."""

from __future__ import annotations

from actions import spoken
from actions.business import decisions
from actions.business.facts import Account
from actions.speaking import AccountAction, Events, Turn


class CheckOutage(AccountAction):
    """Says whether there is a known outage where the customer lives, or in the area they name."""

    action_name = "action_check_outage"

    def answer_for(self, turn: Turn, account: Account) -> Events:
        """Speak utter_outage or utter_no_outage."""
        area = (turn.heard("area") or account.area).title()
        outage = self.house.desk.outage(area)
        if outage is None:
            turn.say("utter_no_outage", area=area)
            return []
        turn.say(
            "utter_outage",
            area=area,
            since=spoken.moment(outage.since, turn.now, turn.language),
            expected=spoken.moment(decisions.expected_end(outage, turn.now), turn.now, turn.language),
            cause=turn.words(outage.cause),
        )
        return []


class TestLine(AccountAction):
    """Says what the line carries against what was sold."""

    action_name = "action_line_test"
    __test__ = False

    def answer_for(self, turn: Turn, account: Account) -> Events:
        """Speak utter_line_test_ok, utter_line_test_bad, or utter_no_home_line."""
        test = self.house.desk.line_test(account.number)
        if test is None:
            turn.say("utter_no_home_line")
            return []
        response = "utter_line_test_ok" if decisions.line_is_good(test) else "utter_line_test_bad"
        turn.say(response, speed=str(test.measured), sold_speed=str(test.sold))
        return []


class MobileStatus(AccountAction):
    """Says how the mobile number is doing."""

    action_name = "action_mobile_status"

    def answer_for(self, turn: Turn, account: Account) -> Events:
        """Speak utter_mobile_status or utter_no_mobile_line."""
        line = self.house.desk.mobile(account.number)
        if line is None:
            turn.say("utter_no_mobile_line")
        else:
            turn.say("utter_mobile_status", number=line.number, state=turn.words(line.state))
        return []


class DataUsage(AccountAction):
    """Says how much mobile data was used."""

    action_name = "action_data_usage"

    def answer_for(self, turn: Turn, account: Account) -> Events:
        """Speak utter_data_usage or utter_no_mobile_line."""
        usage = self.house.desk.usage(account.number)
        if usage is None:
            turn.say("utter_no_mobile_line")
            return []
        turn.say(
            "utter_data_usage",
            used=spoken.tenths(usage.used),
            allowance=spoken.tenths(usage.allowance),
            resets_on=turn.day(usage.resets_on),
        )
        return []
