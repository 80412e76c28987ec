"""The readers of the page's fields are total: whatever they are given, an answer or `Unusable`."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.site import fields
from bot.site.fields import Unusable
from domain.ids import ItemNo
from domain.inbound import Position, SiteItemFinding
from domain.vocabulary import ConfirmationKind

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(("item", "passed", "note", "x")), inner),
    max_leaves=12,
)
NEARLY = st.lists(
    st.fixed_dictionaries(
        {"item": st.integers(-1, 12) | ANY_JSON, "passed": st.booleans() | ANY_JSON},
        optional={"note": st.text(max_size=60) | ANY_JSON},
    ),
    max_size=4,
)
GOOD = st.lists(
    st.builds(
        SiteItemFinding,
        st.integers(1, 9_999).map(ItemNo),
        st.booleans(),
        st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40).map(str.strip),
    ),
    max_size=8,
    unique_by=lambda one: one.item,
)


@given(ANY_JSON.map(json.dumps) | NEARLY.map(json.dumps) | st.text())
def test_any_ticks_are_read_or_refused(told: str) -> None:
    try:
        found = fields.findings(told, 50)
    except Unusable:
        return
    assert len({one.item for one in found}) == len(found)
    assert all(one.item >= 1 and len(one.note) <= 50 for one in found)
    for one in found:
        one.note.encode()


@given(GOOD)
def test_good_ticks_come_back_as_they_were_sent(sent: list[SiteItemFinding]) -> None:
    told = json.dumps([{"item": one.item, "passed": one.passed, "note": one.note} for one in sent])

    assert fields.findings(told, 50) == tuple(sent)


@given(
    st.dictionaries(st.sampled_from(("latitude", "longitude", "accuracy")), st.text() | st.floats().map(str))
)
def test_any_position_is_on_the_globe_or_refused(told: dict[str, str]) -> None:
    try:
        found = fields.position(told)
    except Unusable:
        return
    assert found is None or (
        abs(found.latitude) <= 90 and abs(found.longitude) <= 180 and found.accuracy_m >= 0
    )


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 1_000_000))
def test_a_real_position_comes_back_as_it_was_sent(
    latitude: float, longitude: float, accuracy: float
) -> None:
    told = {"latitude": str(latitude), "longitude": str(longitude), "accuracy": str(accuracy)}

    assert fields.position(told) == Position(latitude, longitude, accuracy)


@given(st.text())
def test_any_kind_is_one_of_ours_or_refused(told: str) -> None:
    try:
        assert fields.kind({"kind": told}) in ConfirmationKind
    except Unusable:
        assert told.strip()


def test_no_kind_means_on_site() -> None:
    assert fields.kind({}) is ConfirmationKind.SITE


@given(st.text(st.characters(), max_size=80))
def test_any_words_can_be_written_down_or_are_refused(told: str) -> None:
    try:
        kept = fields.words(told, 50)
    except Unusable:
        return
    assert "\x00" not in kept
    assert len(kept.encode().decode()) <= 50


def test_words_just_within_the_limit_are_kept() -> None:
    assert fields.words("长" * 50, 50) == "长" * 50
    with pytest.raises(Unusable):
        fields.words("长" * 51, 50)
