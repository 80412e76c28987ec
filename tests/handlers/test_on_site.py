"""On site (design §5): one person, one phone, one visit; new photo, position, every item ticked; independent."""

from datetime import timedelta

from domain.ids import PersonId
from domain.site_page import PageShut, SitePage
from domain.ticket import Ticket
from domain.vocabulary import ItemState, State
from handlers import site
from tests.handlers.house import OTHER_PHONE, House


async def _look(
    house: House, ticket: Ticket, *, person: str = "", device: str | None = "phone", hours: int = 1
) -> SitePage | site.PageClosed:
    visit = ticket.visit
    assert visit is not None
    request = site.PageRequest(
        ticket.id,
        visit.id,
        PersonId(person or visit.confirmer),
        house.now + timedelta(hours=hours),
        device,
    )
    return await house.handle(lambda work, around: site.visit_page(request, work, around))


async def test_the_page_shows_the_items_with_what_counts_as_done_and_nobodys_name(house: House) -> None:
    await house.closeout_asked()

    page = await _look(house, await house.ticket())

    assert isinstance(page, SitePage)
    assert [item.text for item in page.items] == ["装减速带", "立标志牌"]
    assert page.items[0].standard == "装好并划线"


async def test_a_passed_visit_confirms_every_item(house: House) -> None:
    ticket = await house.closeout_asked()
    assert ticket.visit is not None

    answer = await house.goes_there(ticket.visit.confirmer)

    after = await house.ticket()
    assert not answer.refused
    assert all(item.state is ItemState.CONFIRMED for item in after.items)
    assert after.state is State.CALLBACK


async def test_one_failed_item_sends_it_back(house: House) -> None:
    ticket = await house.closeout_asked()
    assert ticket.visit is not None

    answer = await house.goes_there(ticket.visit.confirmer, failed=(2,))

    after = await house.ticket()
    assert "未到位" in answer.sentence
    assert after.state is State.IN_PROGRESS
    assert after.rejected_closeouts == 1


async def test_without_a_position_nothing_passes(house: House) -> None:
    ticket = await house.closeout_asked()
    assert ticket.visit is not None

    answer = await house.goes_there(ticket.visit.confirmer, position=False)

    assert answer.refused
    assert (await house.ticket()).state is State.CLOSEOUT_REQUESTED


async def test_the_units_own_photo_proves_nothing_on_site(house: House) -> None:
    ticket = await house.closeout_asked()
    assert ticket.visit is not None
    (blob,) = ticket.progress[0].evidence

    answer = await house.goes_there(ticket.visit.confirmer, photo=blob)

    assert answer.refused
    assert ticket.number in answer.sentence


async def test_a_photo_of_another_ticket_is_refused_and_the_other_is_named(house: House) -> None:
    first = await house.closeout_asked()
    assert first.visit is not None
    await house.goes_there(first.visit.confirmer, photo="abc")
    second = await house.assigned("人民路路灯坏了三盏", phone=OTHER_PHONE)
    await house.says("transport-leader", f"{second.number} 全部完成，已电话联系诉求人", files=1)
    await house.files_arrive()
    await house.says("transport-leader", f"{second.number} 申请销号")
    await house.says("transport-leader", "是")
    waiting = await house.ticket()
    assert waiting.visit is not None

    answer = await house.goes_there(waiting.visit.confirmer, photo="abc")

    assert answer.refused
    assert first.number in answer.sentence


async def test_the_first_phone_keeps_the_visit(house: House) -> None:
    ticket = await house.closeout_asked()
    await _look(house, ticket)

    page = await _look(house, ticket, device="another phone")

    assert isinstance(page, site.PageClosed)
    assert page.reason is PageShut.OTHER_DEVICE


async def test_a_mere_look_opens_nothing(house: House) -> None:
    ticket = await house.closeout_asked()
    await _look(house, ticket, device=None)

    assert isinstance(await _look(house, ticket, device="another phone"), SitePage)


async def test_a_link_not_opened_within_its_day_is_dead(house: House) -> None:
    ticket = await house.closeout_asked()

    page = await _look(house, ticket, hours=0)

    assert isinstance(page, site.PageClosed)
    assert page.reason is PageShut.EXPIRED


async def test_an_opened_page_lives_on_beyond_the_links_day_but_not_beyond_three(house: House) -> None:
    ticket = await house.closeout_asked()
    await _look(house, ticket)
    house.later(hours=71)
    assert isinstance(await _look(house, ticket, hours=-40), SitePage)
    house.later(hours=2)

    page = await _look(house, ticket, hours=-40)

    assert isinstance(page, site.PageClosed)


async def test_somebody_elses_link_does_not_open(house: House) -> None:
    ticket = await house.closeout_asked()

    page = await _look(house, ticket, person="transport-leader")

    assert isinstance(page, site.PageClosed)
    assert page.reason is PageShut.NOT_OURS


async def test_a_withdrawn_request_closes_the_page(house: House) -> None:
    ticket = await house.closeout_asked()
    await house.says("transport-leader", "还要继续施工")
    await house.says("transport-leader", "是")

    page = await _look(house, ticket)

    assert isinstance(page, site.PageClosed)


async def test_sent_in_once_is_sent_in(house: House) -> None:
    ticket = await house.closeout_asked()
    assert ticket.visit is not None
    await house.goes_there(ticket.visit.confirmer)

    again = await house.goes_there(ticket.visit.confirmer)

    assert again.refused
    assert "无需重复" in again.sentence


async def test_a_confirmer_who_writes_in_chat_gets_the_link(house: House) -> None:
    ticket = await house.closeout_asked()
    assert ticket.visit is not None

    answer = await house.says(ticket.visit.confirmer, "到了，都装好了", files=1)

    assert "https://site.test/" in answer
    assert (await house.ticket()).state is State.CLOSEOUT_REQUESTED
