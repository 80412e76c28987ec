"""A rate that knows what it was made of: printed in hundredths of a percent, half up, and not at all without a denominator."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

HUNDREDTH = Decimal("0.01")


def half_up(value: Fraction) -> Decimal:
    """Two decimals, half away from zero, without going through a float."""
    sign = -1 if value < 0 else 1
    hundredths = (2 * abs(value.numerator) * 100 + value.denominator) // (2 * value.denominator)
    return (Decimal(sign * hundredths) / 100).quantize(HUNDREDTH, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many. Nothing of nothing is no rate: `value` and `percent` are then None, printed as "—" (§9.3)."""

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if self.numerator < 0 or self.denominator < 0:
            raise ValueError("a rate is made of counts")

    @property
    def value(self) -> Fraction | None:
        """Exactly, 1 being all of them."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def percent(self) -> Decimal | None:
        """In percent with two decimals, half up: 180 of 184 is 97.83."""
        value = self.value
        return None if value is None else half_up(value * 100)


def change_of(now: int, before: int) -> Decimal | None:
    """Change of a count on the last period (环比) in percent; None where there was none before (§13.7)."""
    return half_up(Fraction(now - before, before) * 100) if before else None


def points_between(now: Rate, before: Rate) -> Decimal | None:
    """Change of a rate in percentage points (个百分点), of the rates as printed; None where one of them is none."""
    if now.percent is None or before.percent is None:
        return None
    return now.percent - before.percent
