"""Intervals hold what textbooks say, and hold the truth as often as they promise."""

from __future__ import annotations

import random
from statistics import NormalDist, fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathy.estimates import (
    Interval,
    Share,
    mean_difference,
    mean_interval,
    off_balance,
    share_difference,
    share_interval,
    t_of,
    z_of,
)

values = st.lists(st.floats(-1, 1), min_size=11, max_size=40)
shares = st.integers(1, 200).flatmap(lambda n: st.builds(Share, st.integers(0, n), st.just(n)))


def near(interval: Interval, value: float, low: float, high: float) -> bool:
    return (interval.value, interval.low, interval.high) == pytest.approx((value, low, high), abs=2e-4)


@pytest.mark.parametrize(("freedom", "quantile"), [(10, 2.2281), (29, 2.0452), (60, 2.0003), (10**9, 1.9600)])
def test_students_t_is_that_of_the_tables(freedom: int, quantile: float) -> None:
    assert t_of(freedom) == pytest.approx(quantile, abs=2e-4)


def test_shares_have_wilsons_interval() -> None:
    # R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3.
    assert near(share_interval(Share(81, 263)), 0.3080, 0.2553, 0.3662)
    assert near(share_interval(Share(15, 148)), 0.1014, 0.0624, 0.1605)
    assert near(share_interval(Share(0, 20)), 0.0, 0.0, 0.1611)
    assert near(share_interval(Share(1, 29)), 0.0345, 0.0061, 0.1718)


def test_differences_of_shares_have_newcombes_interval() -> None:
    # R. G. Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10.
    assert near(share_difference(Share(56, 70), Share(48, 80)), 0.2, 0.0524, 0.3339)
    assert near(share_difference(Share(9, 10), Share(3, 10)), 0.6, 0.1705, 0.8090)
    assert near(share_difference(Share(10, 10), Share(0, 10)), 1.0, 0.6075, 1.0)


@given(shares, shares)
def test_intervals_of_shares_hold_their_value_and_stay_within_bounds(one, other) -> None:
    interval, apart = share_interval(one), share_difference(one, other)
    assert 0.0 <= interval.low <= interval.value + 1e-12
    assert interval.value - 1e-12 <= interval.high <= 1.0
    assert -1.0 - 1e-9 <= apart.low <= apart.value + 1e-12
    assert apart.value - 1e-12 <= apart.high <= 1.0 + 1e-9


@given(values)
def test_the_mean_lies_in_the_middle(held) -> None:
    interval = mean_interval(held)
    assert interval.value == pytest.approx(fmean(held))
    assert interval.value - interval.low == pytest.approx(interval.high - interval.value)


@given(values, values)
def test_a_difference_turned_round_changes_its_sign_alone(one, other) -> None:
    there, back = mean_difference(one, other), mean_difference(other, one)
    assert (there.value, there.low, there.high) == pytest.approx((-back.value, -back.high, -back.low))


def test_welchs_interval_is_that_of_the_example_in_rs_handbook() -> None:
    # t.test(1:10, y = c(7:20)): 95 percent confidence interval -11.052802 to -4.947198, df 21.982.
    interval = mean_difference([*map(float, range(1, 11))], [*map(float, range(7, 21))])
    assert near(interval, -8.0, -11.052802, -4.947198)


def test_equal_values_leave_no_doubt() -> None:
    assert mean_difference([0.5] * 12, [0.25] * 12) == Interval(0.25, 0.25, 0.25)


def covered(interval: Interval, truth: float) -> bool:
    return interval.low <= truth <= interval.high


def test_intervals_hold_the_truth_as_often_as_they_promise() -> None:
    dice = random.Random(20261121)
    hits = {"share": 0, "mean": 0, "difference": 0}
    for _ in range(1000):
        one, other = ([dice.gauss(0.1, 0.3) for _ in range(40)] for _ in range(2))
        hits["share"] += covered(share_interval(Share(sum(dice.random() < 0.2 for _ in range(60)), 60)), 0.2)
        hits["mean"] += covered(mean_interval(one), 0.1)
        hits["difference"] += covered(mean_difference(one, other), 0.0)
    assert all(930 <= count <= 975 for count in hits.values()), hits


def test_a_smaller_risk_asks_for_a_wider_interval() -> None:
    assert z_of() == pytest.approx(NormalDist().inv_cdf(0.975))
    wide, narrow = (share_interval(Share(10, 50), risk) for risk in (0.01, 0.05))
    assert wide.low < narrow.low < narrow.high < wide.high


@pytest.mark.parametrize(
    ("counts", "off"), [([500, 500], False), ([540, 460], False), ([600, 400], True), ([3, 1], False)]
)
def test_arms_out_of_balance_are_noticed_beyond_chance(counts: list[int], off: bool) -> None:
    assert off_balance(counts, [0.5, 0.5]) == off
