"""Builds every action once, from the things they work with: the one list of what this server can do."""

from __future__ import annotations

from pathlib import Path

import yaml
from rasa_sdk import Action

from actions import billing, connection, conversation, forms, orders, visits
from actions.speaking import House
from empathy.behaviour import BehaviourRules
from empathy.rules import TIERS_FILE, empathy_rules

HOUSE_ACTIONS = (
    billing.ExplainBill,
    billing.AccountBalance,
    billing.ExplainLateFee,
    billing.PaymentStatus,
    billing.ArrangePaymentPlan,
    billing.DisputeCharge,
    connection.CheckOutage,
    connection.TestLine,
    connection.MobileStatus,
    connection.DataUsage,
    visits.VisitStatus,
    visits.RescheduleVisit,
    visits.MissedVisit,
    visits.BookTechnician,
    orders.PlanDetails,
    orders.OrderStatus,
    conversation.LeaveForm,
    forms.TechnicianForm,
    forms.PaymentPlanForm,
    forms.DisputeForm,
)


def all_actions(house: House, rules: BehaviourRules) -> list[Action]:
    """Every action of the dialogue map, ready to be called."""
    watching = (conversation.WatchConversation, conversation.RequestHandoff)
    return [*(kind(house) for kind in HOUSE_ACTIONS), *(kind(house, rules) for kind in watching)]


def behaviour_rules(file: Path = Path(TIERS_FILE)) -> BehaviourRules:
    """The designers' marks for behaviour; the core's own where they wrote none. Raises RuleError."""
    data = yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else None
    return empathy_rules(data or {}, file=str(file)).behaviour
