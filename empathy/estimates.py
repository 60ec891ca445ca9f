"""Says how sure a figure is: intervals for shares and means, so that chance is not taken for a result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt
from statistics import NormalDist, fmean, variance

#: The risk of an interval that misses: 95 of 100 such intervals hold the true value.
RISK = 0.05


@dataclass(frozen=True)
class Interval:
    """An estimate `value` with the bounds `low` and `high`, in the unit of what was measured."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Share:
    """`hits` of `n` (0 <= hits <= n, n > 0)."""

    hits: int
    n: int


def z_of(risk: float = RISK) -> float:
    """The two-sided quantile of the normal distribution: 1.96 for a risk of 0.05."""
    return NormalDist().inv_cdf(1 - risk / 2)


def t_of(freedom: float, risk: float = RISK) -> float:
    """The two-sided quantile of Student's t with `freedom` degrees (>= 10), to four digits.

    Cornish-Fisher expansion, Abramowitz & Stegun, Handbook of Mathematical Functions (1964), 26.7.5.
    """
    x = z_of(risk)
    return (
        x
        + (x**3 + x) / (4 * freedom)
        + (5 * x**5 + 16 * x**3 + 3 * x) / (96 * freedom**2)
        + (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / (384 * freedom**3)
    )


def share_interval(share: Share, risk: float = RISK) -> Interval:
    """The interval of a share, 0..1: Wilson's score (E. B. Wilson, JASA 22, 1927), good also near 0 and 1."""
    z2, p = z_of(risk) ** 2, share.hits / share.n
    centre = (p + z2 / (2 * share.n)) / (1 + z2 / share.n)
    half = sqrt(z2) / (1 + z2 / share.n) * sqrt(p * (1 - p) / share.n + z2 / (4 * share.n**2))
    return Interval(p, max(0.0, centre - half), min(1.0, centre + half))


def share_difference(one: Share, other: Share, risk: float = RISK) -> Interval:
    """The interval of `one` less `other`: R. G. Newcombe's method 10 (Statistics in Medicine 17, 1998)."""
    a, b = share_interval(one, risk), share_interval(other, risk)
    value = a.value - b.value
    low = value - sqrt((a.value - a.low) ** 2 + (b.high - b.value) ** 2)
    high = value + sqrt((a.high - a.value) ** 2 + (b.value - b.low) ** 2)
    return Interval(value, low, high)


def mean_interval(values: Sequence[float], risk: float = RISK) -> Interval:
    """The interval of the mean of at least 11 values, by Student's t."""
    value = fmean(values)
    half = t_of(len(values) - 1, risk) * sqrt(variance(values) / len(values))
    return Interval(value, value - half, value + half)


def mean_difference(one: Sequence[float], other: Sequence[float], risk: float = RISK) -> Interval:
    """The interval of the mean of `one` less that of `other`, at least 11 values each, spreads unequal.

    B. L. Welch's t (Biometrika 34, 1947), degrees of freedom by Welch and Satterthwaite.
    """
    value = fmean(one) - fmean(other)
    a, b = variance(one) / len(one), variance(other) / len(other)
    spread = a**2 / (len(one) - 1) + b**2 / (len(other) - 1)
    freedom = (a + b) ** 2 / spread if spread else inf
    half = t_of(freedom, risk) * sqrt(a + b)
    return Interval(value, value - half, value + half)


def off_balance(counts: Sequence[int], shares: Sequence[float], risk: float = 0.001) -> bool:
    """Whether arms got other numbers than their shares say, beyond chance (each by the normal approximation).

    Where this happens conversations are lost on the way, and no other figure can be trusted.
    """
    total = sum(counts)
    bound = z_of(risk / max(1, len(counts)))
    return any(
        abs(count - total * share) > bound * sqrt(total * share * (1 - share))
        for count, share in zip(counts, shares, strict=True)
        if total * share >= 5
    )
