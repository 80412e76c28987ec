"""Messages, cards, strong reminders, media and contacts: what goes over the wire and what comes of the answers."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.dingtalk.calls import (
    CREATE_CARD,
    DEPARTMENTS,
    DING,
    PEOPLE_OF_DEPARTMENT,
    REPLY,
    SEND_TO_GROUP,
    SEND_TO_PEOPLE,
    UPDATE_CARD,
    UPLOAD,
    USER,
    USER_BY_MOBILE,
)
from adapters.dingtalk.cards import Cards
from adapters.dingtalk.contacts import Colleague, Contacts, Department
from adapters.dingtalk.ding import ding
from adapters.dingtalk.facing import VALUE_BYTES, card_params, fitted
from adapters.dingtalk.markdown import LONGEST_BYTES, cut_to, shown_markdown
from adapters.dingtalk.media import MediaKind, upload
from adapters.dingtalk.messages import SESSION_EXPIRED, Messages
from adapters.dingtalk.places import ToGroup, ToPerson
from domain.faces import CardFace, ChatText, Sent
from domain.failures import Permanent, Transient, Unknown
from domain.inbound import ReplyLink
from tests.adapters.dingtalk.office import says

TEXT = ChatText("督办提醒", "**0317** 今日到期\n请回复进展")
FACE = CardFace(4, (("title", "督办单"), ("people_count", "3")))


def voice(desk: Any, now: Any) -> Messages:
    return Messages(desk.api, lambda: now)


async def test_a_message_to_people_is_markdown_with_its_parameters_as_text(desk: Any, now: Any) -> None:
    desk.office.on(
        SEND_TO_PEOPLE.path,
        says({"processQueryKey": "k", "invalidStaffIdList": ["b"], "filteredStaffIdList": ["d"]}),
    )
    sent = await voice(desk, now).send_to_person(("a", "b", "c", "d"), TEXT)

    assert sent == Sent("k", ("b", "d"))
    body = desk.office.calls(SEND_TO_PEOPLE.path)[0].body
    assert (body["robotCode"], body["userIds"], body["msgKey"]) == (
        "dingapp",
        ["a", "b", "c", "d"],
        "sampleMarkdown",
    )
    assert json.loads(body["msgParam"]) == {"title": "督办提醒", "text": "**0317** 今日到期\n\n请回复进展"}


async def test_a_message_without_title_is_plain_words(desk: Any, now: Any) -> None:
    desk.office.on(SEND_TO_PEOPLE.path, says({"processQueryKey": "k"}))
    await voice(desk, now).send_to_person(("a",), ChatText("", "一行\n两行"))

    body = desk.office.calls(SEND_TO_PEOPLE.path)[0].body
    assert (body["msgKey"], json.loads(body["msgParam"])) == ("sampleText", {"content": "一行\n两行"})


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        ({"processQueryKey": "k", "flowControlledStaffIdList": ["a"]}, Transient),
        ({}, Unknown),
    ],
)
async def test_when_nobody_got_the_message_it_is_not_sent(
    desk: Any, now: Any, answer: dict[str, Any], failure: type
) -> None:
    desk.office.on(SEND_TO_PEOPLE.path, says(answer))
    with pytest.raises(failure):
        await voice(desk, now).send_to_person(("a",), TEXT)


@pytest.mark.parametrize("people", [(), tuple(str(n) for n in range(21))])
async def test_a_wrong_number_of_receivers_is_not_even_tried(
    desk: Any, now: Any, people: tuple[str, ...]
) -> None:
    with pytest.raises(Permanent):
        await voice(desk, now).send_to_person(people, TEXT)
    assert not desk.office.asked


async def test_a_message_into_a_group_names_the_group_exactly(desk: Any, now: Any) -> None:
    desk.office.on(SEND_TO_GROUP.path, says({"processQueryKey": "k"}), says({}))
    assert await voice(desk, now).send_to_group("cidAbC+/=", TEXT) == Sent("k")
    assert desk.office.calls(SEND_TO_GROUP.path)[0].body["openConversationId"] == "cidAbC+/="
    with pytest.raises(Unknown):
        await voice(desk, now).send_to_group("cidAbC+/=", TEXT)


@pytest.mark.parametrize(
    ("to", "path"), [(ToPerson("a"), SEND_TO_PEOPLE.path), (ToGroup("c"), SEND_TO_GROUP.path)]
)
async def test_pictures_and_files_go_to_both_kinds_of_chat(desk: Any, now: Any, to: Any, path: str) -> None:
    desk.office.on(path, says({"processQueryKey": "k"}))
    await voice(desk, now).send_picture(to, "@media")
    await voice(desk, now).send_file(to, "@file", "周报.xlsx", "xlsx")

    picture, file = (one.body for one in desk.office.calls(path))
    assert (picture["msgKey"], json.loads(picture["msgParam"])) == ("sampleImageMsg", {"photoURL": "@media"})
    assert json.loads(file["msgParam"]) == {"mediaId": "@file", "fileName": "周报.xlsx", "fileType": "xlsx"}


async def test_a_reply_shows_its_mentions(desk: Any, now: Any) -> None:
    desk.office.on(REPLY.path, says({"errcode": 0, "errmsg": "ok"}))
    link = ReplyLink(f"{desk.office.base}/robot/sendBySession?session=s", now + timedelta(minutes=1))
    await voice(desk, now).reply(link, ChatText("t", "请 @a 处理", ("a", "b")))

    asked = desk.office.calls(REPLY.path)[0]
    assert asked.query == {"session": "s"}
    assert asked.body["at"]["atUserIds"] == ["a", "b"]
    assert asked.body["markdown"]["text"] == "请 @a 处理\n\n@b"
    assert desk.office.tokens == 0


async def test_a_session_that_is_over_is_known_by_its_code(desk: Any, now: Any) -> None:
    desk.office.on(REPLY.path, says({"errcode": 300001, "errmsg": "session 不存在"}))
    url = f"{desk.office.base}/robot/sendBySession?session=s"
    for link in (
        ReplyLink(url, now + timedelta(1)),
        ReplyLink(url, now),
        ReplyLink("https://evil.example/", now + timedelta(1)),
    ):
        with pytest.raises(Transient) as caught:
            await voice(desk, now).reply(link, TEXT)
        assert caught.value.code == SESSION_EXPIRED
    assert len(desk.office.asked) == 1


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("一\n二", "一\n\n二"),
        ("一\n\n\n二\r\n三", "一\n\n二\n\n三"),
        ("选：\n1. 甲\n2. 乙\n完", "选：\n\n1. 甲\n2. 乙\n\n完"),
        ("| 号 | 期 |\n| --- | :-: |\n| 1 | 今 |", "号  期\n\n1  今"),
        ("", ""),
    ],
)
def test_lines_stay_lines_and_tables_become_lines(written: str, shown: str) -> None:
    assert shown_markdown(written) == shown


@given(st.text(max_size=300), st.integers(20, 200))
def test_a_cut_text_fits_when_quoted(text: str, limit: int) -> None:
    cut = cut_to(text, limit)

    assert len(json.dumps(cut, ensure_ascii=False).encode()) <= limit
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))


def test_a_very_long_message_still_fits() -> None:
    assert len(json.dumps(shown_markdown("路灯\n" * 9000), ensure_ascii=False).encode()) <= LONGEST_BYTES


CREATED = {
    "success": True,
    "result": {"outTrackId": "c", "deliverResults": [{"success": True, "carrierId": "pqk"}]},
}


async def test_a_card_is_made_for_one_person_with_callbacks_and_without_forwarding(desk: Any) -> None:
    desk.office.on(CREATE_CARD.path, says(CREATED))
    sent = await Cards(desk.api).create_and_deliver("c-1", "t.schema", FACE, ToPerson("0042"), "新督办单")

    assert sent == Sent("pqk")
    body = desk.office.calls(CREATE_CARD.path)[0].body
    assert body["callbackType"] == "STREAM"
    assert body["openSpaceId"] == "dtv1.card//IM_ROBOT.0042"
    assert body["imRobotOpenSpaceModel"]["supportForward"] is False
    assert body["imRobotOpenDeliverModel"] == {"spaceType": "IM_ROBOT", "robotCode": "dingapp"}
    assert body["cardData"]["cardParamMap"] == {"title": "督办单", "people_count": "3", "revision": "4"}


async def test_a_card_for_a_group_names_the_robot(desk: Any) -> None:
    desk.office.on(CREATE_CARD.path, says(CREATED))
    await Cards(desk.api).create_and_deliver("c-1", "t.schema", FACE, ToGroup("cidA="), "新督办单")

    body = desk.office.calls(CREATE_CARD.path)[0].body
    assert body["openSpaceId"] == "dtv1.card//IM_GROUP.cidA="
    assert body["imGroupOpenDeliverModel"] == {"robotCode": "dingapp"}


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"success": False}, "card_not_created"),
        (
            {
                "success": True,
                "result": {"deliverResults": [{"success": False, "errorMsg": "spaceId is illegal"}]},
            },
            "card_not_delivered",
        ),
        (
            {"success": True, "result": {"deliverResults": [{"success": True}, {"success": "false"}]}},
            "card_not_delivered",
        ),
        ({"success": True, "result": {}}, "odd_answer"),
    ],
)
async def test_every_level_of_success_is_looked_at(desk: Any, answer: dict[str, Any], code: str) -> None:
    desk.office.on(CREATE_CARD.path, says(answer))
    with pytest.raises((Permanent, Transient)) as caught:
        await Cards(desk.api).create_and_deliver("c-1", "t.schema", FACE, ToPerson("a"), "x")
    assert caught.value.code == code


async def test_a_card_already_there_is_brought_up_to_date(desk: Any) -> None:
    desk.office.on(CREATE_CARD.path, says({"code": "param.cardAlreadyExist"}, 400))
    desk.office.on(UPDATE_CARD.path, says({"success": True, "result": True}))

    assert await Cards(desk.api).create_and_deliver("c-1", "t", FACE, ToPerson("a"), "x") == Sent()
    body = desk.office.calls(UPDATE_CARD.path)[0].body
    assert body["cardUpdateOptions"]["updateCardDataByKey"] is True


async def test_a_card_is_updated_by_key(desk: Any) -> None:
    desk.office.on(UPDATE_CARD.path, says({"success": True, "result": True}), says({"success": False}))
    await Cards(desk.api).update("c-1", FACE)

    asked = desk.office.calls(UPDATE_CARD.path)[0]
    assert (asked.method, asked.body["outTrackId"]) == ("PUT", "c-1")
    with pytest.raises(Permanent):
        await Cards(desk.api).update("c-1", FACE)


@pytest.mark.parametrize("card_id", ["", "x" * 101])
async def test_a_card_id_has_its_length(desk: Any, card_id: str) -> None:
    with pytest.raises(Permanent):
        await Cards(desk.api).create_and_deliver(card_id, "t", FACE, ToPerson("a"), "x")


@given(st.text(max_size=800))
def test_a_value_fits_and_is_never_cut_inside_a_character(value: str) -> None:
    cut = fitted(value)

    assert len(cut.encode()) <= VALUE_BYTES
    assert cut == value or cut.endswith("…") or isinstance(json.loads(cut), list)


def test_a_long_value_is_cut_and_reported_and_a_list_loses_its_last_entries() -> None:
    items = json.dumps([{"n": n, "text": "修好路灯" * 10} for n in range(20)], ensure_ascii=False)
    params = card_params(CardFace(1, (("problem", "水" * 400), ("items", items), ("title", "短"))))

    assert params.cut == ("problem", "items")
    assert params.values["problem"] == "水" * 332 + "…"
    kept = json.loads(params.values["items"])
    assert kept == json.loads(items)[: len(kept)]
    assert 0 < len(kept) < 20


def test_a_whole_card_has_its_limit() -> None:
    with pytest.raises(Permanent):
        card_params(CardFace(1, tuple((f"v{n}", "x" * 1000) for n in range(101))))


async def test_a_strong_reminder_names_whom_it_missed(desk: Any) -> None:
    desk.office.on(DING.path, says({"openDingId": "d", "failedList": {"no_auth": ["b"], "x": ["c"]}}))

    assert await ding(desk.api, ("a", "b", "c"), "速办") == Sent("d", ("b", "c"))
    assert desk.office.calls(DING.path)[0].body["remindType"] == 1


@pytest.mark.parametrize(
    "code", ["ding.serverquota.insufficient", "Forbidden.AccessDenied.AccessTokenPermissionDenied"]
)
async def test_a_refused_strong_reminder_is_a_normal_case(desk: Any, code: str) -> None:
    desk.office.on(DING.path, says({"code": code}, 403))
    with pytest.raises(Permanent) as caught:
        await ding(desk.api, ("a",), "速办")
    assert (caught.value.code, caught.value.for_everyone) == (code, False)


async def test_an_upload_is_a_form_with_the_token_in_the_query(desk: Any) -> None:
    desk.office.on(UPLOAD.path, says({"errcode": 40014}), says({"errcode": 0, "media_id": "@m"}))

    assert await upload(desk.api, MediaKind.IMAGE, "现场.png", b"\x89PNG") == "@m"
    asked = desk.office.calls(UPLOAD.path)[1]
    assert asked.query == {"type": "image", "access_token": "token-2"}
    assert asked.body["media"].filename == "media.png"


@pytest.mark.parametrize(("kind", "size"), [(MediaKind.IMAGE, 0), (MediaKind.VOICE, 2 * 1024 * 1024 + 1)])
async def test_what_is_too_large_is_not_uploaded(desk: Any, kind: MediaKind, size: int) -> None:
    with pytest.raises(Permanent):
        await upload(desk.api, kind, "x.amr", b"0" * size)
    assert not desk.office.asked


async def test_a_mobile_leads_to_a_staff_id_or_to_nobody(desk: Any) -> None:
    desk.office.on(
        USER_BY_MOBILE.path,
        says({"errcode": "0", "result": {"userid": "0042"}}),
        says({"errcode": 60121}),
        says({"errcode": 40104}),
    )
    contacts = Contacts(desk.api)

    assert await contacts.staff_id_by_mobile("13800000000") == "0042"
    assert await contacts.staff_id_by_mobile("13800000001") is None
    with pytest.raises(Permanent) as caught:
        await contacts.staff_id_by_mobile("1")
    assert "13800000000" not in str(caught.value)
    assert not desk.spent


@pytest.mark.parametrize(
    "result",
    [
        {
            "userid": "0042",
            "unionid": "u",
            "name": "周启明",
            "title": "局长",
            "active": True,
            "dept_id_list": [1, 2],
        },
        {
            "userid": "0042",
            "unionid": "u",
            "name": "周启明",
            "title": "局长",
            "active": "true",
            "dept_id_list": "[1,2]",
        },
    ],
    ids=["typed", "as text"],
)
async def test_a_colleague_is_read_in_both_forms(desk: Any, result: dict[str, Any]) -> None:
    desk.office.on(USER.path, says({"errcode": 0, "result": result}))

    found = await Contacts(desk.api).colleague("0042")
    assert found == Colleague("0042", "u", "周启明", "局长", active=True, departments=(1, 2))


async def test_departments_and_their_people(desk: Any) -> None:
    desk.office.on(
        DEPARTMENTS.path, says({"errcode": 0, "result": {"dept_id": "7", "name": "城管局", "parent_id": "1"}})
    )
    desk.office.on(PEOPLE_OF_DEPARTMENT.path, says({"errcode": 0, "result": {"userid_list": ["a", "b"]}}))
    contacts = Contacts(desk.api)

    assert await contacts.departments_under() == (Department(7, "城管局", 1),)
    assert await contacts.people_of(7) == ("a", "b")
