"""Answers about what the customer has subscribed to and what is on its way to them."""

from __future__ import annotations

from actions import spoken
from actions.business.facts import Account
from actions.speaking import AccountAction, Events, Turn


class PlanDetails(AccountAction):
    """Says what the customer subscribes to."""

    action_name = "action_plan_details"

    def answer_for(self, turn: Turn, account: Account) -> Events:
        """Speak utter_plan_details, or utter_no_plan for an account without a subscription."""
        plan = self.house.desk.plan(account.number)
        if plan is None:
            turn.say("utter_no_plan")
            return []
        turn.say(
            "utter_plan_details",
            plan=plan.name,
            price=spoken.amount(plan.cents),
            speed=str(plan.speed),
            ends_on=spoken.year_day(plan.ends_on, turn.language),
        )
        return []


class OrderStatus(AccountAction):
    """Says where an order is."""

    action_name = "action_order_status"

    def answer_for(self, turn: Turn, account: Account) -> Events:
        """Speak utter_order or utter_no_order."""
        order = self.house.desk.order(account.number)
        if order is None:
            turn.say("utter_no_order")
            return []
        turn.say(
            "utter_order",
            item=turn.words(order.item),
            state=turn.words(order.state),
            expected=turn.day(order.expected_on),
        )
        return []
