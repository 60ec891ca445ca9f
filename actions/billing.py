"""Answers about money: bills, balance, fees, payments; arranges a payment plan and contests a charge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from actions import spoken
from actions.business import decisions
from actions.business.facts import Account, Bill
from actions.business.port import DisputeRequest, PlanRequest
from actions.days import month_in
from actions.speaking import AccountAction, Events, Turn, emptied, needed

PLAN_SLOTS = ("plan_months", "plan_start_day")
DISPUTE_SLOTS = ("dispute_month", "dispute_amount", "dispute_reason")
MONTHS_NAMED = 6
"""More months than these are a list that nobody reads."""


class ExplainBill(AccountAction):
    """Says what made a month's bill higher than usual; without a month, the latest bill that was."""

    action_name = "action_explain_bill"

    def answer_for(self, turn: Turn, account: Account) -> Events:
        """Speak utter_bill_explained, utter_bill_usual, or utter_invalid_month for a month without a bill."""
        bills = self.house.desk.bills(account.number)
        month = month_in(turn.said("invoice_month"), turn.today)
        bill = decisions.bill_of(month, bills) if month else decisions.bill_to_explain(bills)
        if bill is None and month == turn.today.replace(day=1):
            # "This month" said before its bill is out: the bill in the customer's hands is the one meant.
            bill = decisions.bill_to_explain(bills)
        if bill is None:
            turn.say("utter_invalid_month", months_known=known_months(turn, bills))
            return []
        self.explain(turn, decisions.explain(bill, bills))
        return []

    def explain(self, turn: Turn, explanation: decisions.Explanation) -> None:
        """Speak of one bill: what made it higher, or that it is the usual one."""
        bill = explanation.bill
        facts = {"month": turn.month(bill.month), "total": spoken.amount(bill.cents)}
        if explanation.line is None:
            turn.say("utter_bill_usual", **facts)
            return
        turn.say(
            "utter_bill_explained",
            **facts,
            usual=spoken.amount(explanation.usual_cents),
            difference=spoken.amount(explanation.difference_cents),
            reason=turn.words(explanation.line.text, explanation.line.dated_on),
        )


class AccountBalance(AccountAction):
    """Says what is open and when it is due."""

    action_name = "action_account_balance"

    def answer_for(self, turn: Turn, account: Account) -> Events:
        """Speak utter_balance or utter_balance_clear."""
        balance = decisions.balance(self.house.desk.bills(account.number))
        if balance is None:
            turn.say("utter_balance_clear")
        else:
            turn.say("utter_balance", balance=spoken.amount(balance.cents), due_on=turn.day(balance.due_on))
        return []


class ExplainLateFee(AccountAction):
    """Says which late fee was charged and why."""

    action_name = "action_late_fee"

    def answer_for(self, turn: Turn, account: Account) -> Events:
        """Speak utter_late_fee or utter_no_late_fee."""
        fee = self.house.desk.late_fee(account.number)
        payment = self.house.desk.last_payment(account.number)
        if fee is None:
            turn.say("utter_no_late_fee")
            return []
        reason = turn.words(fee.reason, payment.tried_on if payment else fee.charged_on)
        turn.say(
            "utter_late_fee", fee=spoken.amount(fee.cents), charged_on=turn.day(fee.charged_on), reason=reason
        )
        return []


class PaymentStatus(AccountAction):
    """Says whether the last payment went through."""

    action_name = "action_payment_status"

    def answer_for(self, turn: Turn, account: Account) -> Events:
        """Speak utter_payment_failed or utter_payment_fine (utter_balance_clear before any payment)."""
        payment = self.house.desk.last_payment(account.number)
        if payment is None:
            turn.say("utter_balance_clear")
            return []
        amount, tried_on = spoken.amount(payment.cents), turn.day(payment.tried_on)
        if payment.reason is None:
            turn.say("utter_payment_fine", amount=amount, paid_on=tried_on)
        else:
            turn.say(
                "utter_payment_failed", amount=amount, tried_on=tried_on, reason=turn.words(payment.reason)
            )
        return []


class ArrangePaymentPlan(AccountAction):
    """Splits the open balance into the instalments that the payment plan form collected."""

    action_name = "action_arrange_payment_plan"

    def answer_for(self, turn: Turn, account: Account) -> Events:
        """Speak utter_payment_plan_set, or utter_balance_clear if nothing is open; the form is emptied."""
        balance = decisions.balance(self.house.desk.bills(account.number))
        if balance is None:
            turn.say("utter_balance_clear")
            return emptied(PLAN_SLOTS)
        months, first_on = (
            int(needed(turn, "plan_months")),
            date.fromisoformat(needed(turn, "plan_start_day")),
        )
        request = PlanRequest(account.number, balance.cents, months, first_on)
        plan = self.house.desk.arrange_plan(request, key=turn.key(self.action_name))
        turn.say(
            "utter_payment_plan_set",
            months=str(plan.months),
            instalment=spoken.amount(plan.instalment_cents),
            first_on=turn.day(plan.first_on),
            reference=plan.reference,
        )
        return emptied(PLAN_SLOTS)


class DisputeCharge(AccountAction):
    """Opens the dispute that the form collected."""

    action_name = "action_dispute_charge"

    def answer_for(self, turn: Turn, account: Account) -> Events:
        """Speak utter_dispute_opened; the form is emptied."""
        month = date.fromisoformat(f"{needed(turn, 'dispute_month')}-01")
        cents = round(float(needed(turn, "dispute_amount")) * 100)
        request = DisputeRequest(account.number, month, cents, needed(turn, "dispute_reason"))
        dispute = self.house.desk.open_dispute(request, key=turn.key(self.action_name))
        turn.say(
            "utter_dispute_opened",
            month=turn.month(dispute.month),
            amount=spoken.amount(dispute.cents),
            reference=dispute.reference,
        )
        return emptied(DISPUTE_SLOTS)


def known_months(turn: Turn, bills: Sequence[Bill]) -> str:
    """The newest months that have a bill, as a customer would list them."""
    return spoken.listed([turn.month(bill.month) for bill in bills[:MONTHS_NAMED]], turn.language, "standard")
