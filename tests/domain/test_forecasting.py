"""The month's forecast, as arithmetic: what one matter costs times how many there will be."""

from hypothesis import given
from hypothesis import strategies as st

from domain.economy import Budget
from domain.forecasting import (
    ALLOWS,
    PERMILLE,
    WORKING_DAYS,
    Costs,
    Edition,
    Forecast,
    Matter,
    Spend,
    Volume,
    carries,
    forecast,
    matters,
    smallest_edition,
)

COSTS: dict[Matter, Costs] = {
    matter: {Spend.NOTICES: n, Spend.CARDS_UPDATED: 2 * n, Spend.PUSHES: 3, Spend.SESSION_REPLIES: 5}
    for n, matter in enumerate(Matter, start=1)
}
volumes = st.builds(Volume, st.integers(1, 3000), st.integers(0, 200))


def test_the_mix_is_the_whole() -> None:
    assert sum(PERMILLE.values()) == 1000


def test_a_month_by_hand() -> None:
    found = forecast(Volume(100, 10), Budget(5_000, 3_000), COSTS)

    # 3,000 requests: 2,100 answered, 750 ordinary, 90 late, 24 urgent, 36 listed.
    notices = 2_100 * 1 + 750 * 2 + 90 * 3 + 24 * 4 + 36 * 5
    assert found.spent[Spend.NOTICES] == notices
    assert found.calls == 3 * notices + 10 * WORKING_DAYS
    assert found.pushes == 3 * 3_000
    assert found.spent[Spend.SESSION_REPLIES] == 5 * 3_000, "shown, and not counted"
    assert not found.fits
    assert found.without(Spend.DIGESTS) == 3 * notices


@given(volumes)
def test_every_request_becomes_something(volume: Volume) -> None:
    month = matters(volume)

    assert volume.per_day * 30 <= sum(month.values()) <= volume.per_day * 30 + len(Matter)
    assert all(month.values())


@given(st.integers(0, 100), st.sampled_from(list(ALLOWS.values())))
def test_what_an_edition_carries_fits_and_one_more_a_day_does_not(units: int, budget: Budget) -> None:
    most = carries(budget, units, COSTS)

    assert most == 0 or forecast(Volume(most, units), budget, COSTS).fits
    assert not forecast(Volume(most + 1, units), budget, COSTS).fits


@given(volumes)
def test_the_edition_named_is_the_first_that_carries_it(volume: Volume) -> None:
    found = forecast(volume, ALLOWS[Edition.STANDARD], COSTS)
    named = smallest_edition(found)

    for edition, budget in ALLOWS.items():
        enough = Forecast(volume, budget, found.spent).fits
        if edition is named:
            assert enough
            break
        assert not enough
