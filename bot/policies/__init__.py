"""Policies that let a conversation begin with empathy and never end in silence; names for `config.yml`."""

from bot.policies.blind import EmpathicMemoizationPolicy, EmpathicRulePolicy
from bot.policies.empathy_policy import EmpathyPolicy
from bot.policies.failsafe import FailSafePolicy

__all__ = ["EmpathicMemoizationPolicy", "EmpathicRulePolicy", "EmpathyPolicy", "FailSafePolicy"]
