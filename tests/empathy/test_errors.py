"""Every refusal says what is wrong and what to do, under a status and a code of its own."""

from __future__ import annotations

import pytest

from empathy import errors

STATUSES = {
    errors.Malformed: 422,
    errors.NotAllowed: 403,
    errors.SignInNeeded: 401,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Gone: 410,
    errors.TooLarge: 413,
    errors.TooMany: 429,
    errors.Unavailable: 503,
    errors.EmptyMessage: 422,
    errors.UnreadableMessage: 422,
}


@pytest.mark.parametrize(("kind", "status"), STATUSES.items())
def test_a_refusal_carries_its_status_and_remedy(kind: type[errors.Refusal], status: int) -> None:
    refusal = kind("It is closed.", remedy="Open it.")
    assert refusal.status == status
    assert (refusal.message, refusal.remedy, str(refusal)) == (
        "It is closed.",
        "Open it.",
        "It is closed. Open it.",
    )


def test_no_two_refusals_share_a_code() -> None:
    codes = [kind.code for kind in [errors.Refusal, *STATUSES]]
    assert len(set(codes)) == len(codes)


def test_a_rule_error_names_file_key_fault_and_remedy() -> None:
    error = errors.RuleError("tiers.yml", "tiers.enter", "no list", "Write a list")
    assert str(error) == "tiers.yml: tiers.enter: no list. Write a list"
    assert isinstance(error, errors.HeardError)
