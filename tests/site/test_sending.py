"""What a filled-in page becomes: one event, whatever the line does to it."""

import hashlib
from itertools import pairwise

import pytest

from adapters.standins.dingtalk.pictures import picture
from bot.site.ports import Said
from domain.ids import BlobId, ItemNo, PersonId, TicketId, VisitId
from domain.inbound import Position, SiteItemFinding
from domain.vocabulary import ConfirmationKind
from tests.site.house import NOW, Phone, Site, filled


def named(content: bytes) -> BlobId:
    return BlobId(hashlib.sha256(content).hexdigest())


async def test_a_filled_in_page_becomes_one_event(phone: Phone, site: Site) -> None:
    await phone.facts()
    photos = (picture("甲"), picture("乙"))

    status, told = await phone.send(filled(photos, {"note": " 已装好，\r\n看过了 "}))

    assert (status, told) == (200, {"ok": True, "message": "核实结果已提交：到位。"})
    [event] = site.office.taken
    assert (event.ticket, event.visit, event.person) == (TicketId(71), VisitId(72), PersonId("P09"))
    assert event.at == NOW
    assert event.findings == (SiteItemFinding(ItemNo(1), True), SiteItemFinding(ItemNo(2), True))
    assert event.position == Position(30.25, 120.16, 15.0)
    assert event.kind is ConfirmationKind.SITE
    assert event.note == "已装好，\n看过了"
    assert event.photos == tuple(named(photo) for photo in photos)
    assert set(site.office.kept) == set(event.photos)


async def test_the_same_content_sent_again_is_the_same_event(phone: Phone, site: Site) -> None:
    await phone.facts()

    answers = [await phone.send() for _ in range(2)]

    assert answers[0] == answers[1]
    first, second = site.office.taken
    assert first.key == second.key
    assert first.key.source == "site"
    assert first.key.id.startswith("72:")


async def test_anything_different_is_another_event(phone: Phone, site: Site) -> None:
    await phone.facts()
    findings = '[{"item":1,"passed":true},{"item":2,"passed":false,"note":"没做"}]'

    for form in (
        filled(),
        filled(fields={"note": "别的"}),
        filled(fields={"findings": findings}),
        filled(fields={"latitude": "30.26"}),
        filled(fields={"kind": "signed_record"}),
        filled([picture("别的")]),
        filled([]),
    ):
        await phone.send(form)

    keys = [event.key.id for event in site.office.taken]
    assert len(set(keys)) == len(keys) == 7
    assert all(one != other for one, other in pairwise(keys))


async def test_one_photo_chosen_twice_counts_once(phone: Phone, site: Site) -> None:
    await phone.facts()
    await phone.send(filled([picture("甲"), picture("甲")]))

    assert site.office.taken[0].photos == (named(picture("甲")),)


async def test_without_a_position_there_is_none(phone: Phone, site: Site) -> None:
    await phone.facts()
    await phone.send(filled(fields={"latitude": "", "longitude": " ", "accuracy": ""}))

    assert site.office.taken[0].position is None


@pytest.mark.parametrize("kind", list(ConfirmationKind))
async def test_every_kind_can_be_chosen(phone: Phone, site: Site, kind: ConfirmationKind) -> None:
    await phone.facts()
    await phone.send(filled([], {"kind": kind.value}))

    assert site.office.taken[0].kind is kind


async def test_a_refusal_by_the_rules_is_told_and_the_page_stays_open(phone: Phone, site: Site) -> None:
    await phone.facts()
    site.office.answer = Said(ok=False, message="还缺现场定位，请打开核实页面并允许定位后提交。")

    status, told = await phone.send()

    assert (status, told["ok"], told["message"]) == (422, False, site.office.answer.message)
    assert (await phone.facts())[0] == 200


async def test_what_is_kept_but_not_worked_on_yet_is_told_so(phone: Phone, site: Site) -> None:
    await phone.facts()
    site.office.answer = Said(ok=True, message="")

    status, told = await phone.send()

    assert (status, told["ok"]) == (200, True)
    assert "正在处理" in str(told["message"])


async def test_a_form_without_a_chosen_file_has_no_photo(phone: Phone, site: Site) -> None:
    await phone.facts()
    form = filled([])
    form.add_field("photo", b"", filename="", content_type="application/octet-stream")

    assert (await phone.send(form))[0] == 200
    assert site.office.taken[0].photos == ()
