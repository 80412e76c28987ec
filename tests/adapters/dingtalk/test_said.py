"""Robot messages as they come off the wire, and what we make of them."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from adapters.dingtalk.said import chat_said
from adapters.dingtalk.settings import DingTalkSettings
from config.secret import Secret
from domain.failures import Unreadable
from domain.inbound import ChatSaid, ConversationKind, FileKind, Quote, RemoteFile, SpeechForm

PAYLOADS = Path(__file__).parent / "payloads"
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SETTINGS = DingTalkSettings("dingapp", Secret("s"), "ding-corp", robot_name="督办小助手")

P, V, F = FileKind.PICTURE, FileKind.VOICE, FileKind.FILE
TYPED, RECOGNISED, UNKNOWN = SpeechForm.TYPED, SpeechForm.RECOGNISED, SpeechForm.UNKNOWN


def payload(name: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text("utf-8"))
    return body


def said(name: str, **changes: Any) -> ChatSaid:
    return chat_said({**payload(name), **changes}, SETTINGS, NOW)


@pytest.mark.parametrize(
    ("name", "text", "form", "files"),
    [
        ("text", "已安排人员到现场 [微笑]", TYPED, ()),
        ("text_group_mentions", "/踏勘 0317", TYPED, ()),
        (
            "rich_text",
            "减速带已装\n见图[强]",
            TYPED,
            (RemoteFile(P, "dc-1"), RemoteFile(P, "dc-2"), RemoteFile(P, "pdc-3")),
        ),
        ("rich_text_harmony", "/进度 0317", TYPED, ()),
        ("rich_text_at_part", "/清单", TYPED, ()),
        ("picture", "", TYPED, (RemoteFile(P, "dc-9"),)),
        ("picture_as_text", "", TYPED, (RemoteFile(P, "pdc-9"),)),
        ("audio", "明天上午去看", RECOGNISED, (RemoteFile(V, "dc-a"),)),
        ("video", "", TYPED, (RemoteFile(FileKind.VIDEO, "dc-v"),)),
        ("file", "", TYPED, (RemoteFile(F, "dc-f", "整改报告"),)),
        ("file_without_code", "共享表.xlsx", UNKNOWN, ()),
        ("unknown", "不支持的消息类型", UNKNOWN, ()),
        ("unheard_of", "", UNKNOWN, ()),
        ("chat_record", "路灯修好了", TYPED, (RemoteFile(P, "dc-r"), RemoteFile(F, "dc-s", "回执.pdf"))),
        ("shared_document", "台账.xlsx", UNKNOWN, ()),
        ("other_robots_card", "审批\n已同意", UNKNOWN, ()),
        ("markdown", "**已办**", TYPED, ()),
    ],
)
def test_every_kind_of_message_gives_its_words_and_files(
    name: str, text: str, form: SpeechForm, files: tuple[RemoteFile, ...]
) -> None:
    heard = said(name)

    assert (heard.text, heard.form, heard.files) == (text, form, files)
    assert heard.key.source == "dingtalk"
    assert heard.key.id == "dingapp:msgTest0001=="


@pytest.mark.parametrize(
    ("name", "quote"),
    [
        ("text", None),
        ("quote_text", Quote(("msgOld==",), "请今日回复")),
        ("quote_own_card", Quote(("msgCard==", "pqk-77"), of_robot=True)),
        ("quote_picture_in_content", Quote(("msgPic==",), "", (RemoteFile(P, "dc-q"),))),
        ("quote_file", Quote(("msgFile==",), "", (RemoteFile(F, "dc-qf", "报告.docx"),))),
        ("quote_rich", Quote(("msgRich==",), "第一处", (RemoteFile(P, "dc-qr"),))),
        ("quote_record", Quote(("msgRec==",), "周启明：已修好")),
        ("quote_empty", Quote(())),
    ],
)
def test_every_form_of_quote_is_found(name: str, quote: Quote | None) -> None:
    assert said(name).quote == quote


def test_who_and_where_is_kept_as_the_platform_proves_it() -> None:
    one, group, stranger = said("text"), said("text_group_mentions"), said("text_outsider")

    assert (one.sender.corp_id, one.sender.staff_id, one.sender.nick) == ("ding-corp", "0042", "周启明")
    assert (one.conversation.kind, one.conversation.id) == (ConversationKind.ONE_TO_ONE, "cidTestOne2One==")
    assert (group.conversation.kind, group.conversation.id, group.conversation.title) == (
        ConversationKind.GROUP,
        "cidGroupAbC+/=",
        "督办工作群",
    )
    assert (stranger.sender.staff_id, stranger.sender.corp_id, stranger.mentions) == (None, "", ())


def test_mentions_are_the_people_in_order_without_the_robot_and_without_repeats() -> None:
    assert said("text_group_mentions").mentions == ("0051", "0052")


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ([{"text": "@督办小助手"}, {"text": "\u2005进度"}], "进度"),
        ([{"text": "@督办小助手 进度"}], "进度"),
        ([{"text": "@督办小助手"}], ""),
        ([{"text": "@督办小助手们 好"}], "@督办小助手们 好"),
        ([{"text": "@别人"}, {"text": " 你看"}], "@别人 你看"),
        ([{"text": "邮箱a@督办小助手"}, {"text": "b"}], "邮箱a@督办小助手b"),
    ],
)
def test_only_a_leading_mention_of_the_robot_itself_is_stripped(parts: list[Any], text: str) -> None:
    assert said("rich_text_harmony", content={"richText": parts}).text == text


def test_without_the_robots_name_a_lone_leading_mention_is_taken_for_it() -> None:
    nameless = replace(SETTINGS, robot_name="")

    assert chat_said(payload("rich_text_harmony"), nameless, NOW).text == "/进度 0317"


def test_a_message_cannot_come_from_the_future() -> None:
    assert said("text").at == datetime.fromtimestamp(1763858400, tz=UTC)
    assert said("text", createAt="1763858400000").at == said("text").at
    for odd in (99_999_999_999_999, None, "soon", -5, True, 4_000_000_000_000):
        assert said("text", createAt=odd).at == NOW


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        7,
        "http://oapi.dingtalk.com/robot/sendBySession?session=a",
        "https://oapi.dingtalk.com.evil.example/robot/sendBySession?session=a",
        "https://oapi.dingtalk.com@evil.example/robot/sendBySession?session=a",
        "https://u:p@oapi.dingtalk.com/robot/sendBySession?session=a",
        "https://oapi.dingtalk.com:8443/robot/sendBySession?session=a",
        "https://oapi.dingtalk.com/robot/send?access_token=a",
        "https://oapi.dingtalk.com/robot/sendBySession/../send",
        "https://oapi.dingtalk.com\\@evil.example/robot/sendBySession",
        "file:///etc/passwd",
        "https://[::1",
    ],
)
def test_a_reply_link_leads_to_dingtalks_sessions_and_nowhere_else(address: Any) -> None:
    assert said("text", sessionWebhook=address).reply_link is None


def test_a_good_reply_link_is_kept_with_its_expiry() -> None:
    link = said("text").reply_link
    assert link is not None
    assert link.url == "https://oapi.dingtalk.com/robot/sendBySession?session=abc123"
    assert link.expires_at == datetime.fromtimestamp(1763863800, tz=UTC)
    guessed = said("text_outsider").reply_link
    assert guessed is not None
    assert guessed.expires_at - said("text_outsider").at == timedelta(minutes=90)


def test_a_stand_ins_reply_link_counts_only_where_it_is_configured() -> None:
    address = "http://127.0.0.1:8001/robot/sendBySession?session=a"
    here = replace(SETTINGS, oapi_base="http://127.0.0.1:8001")

    assert chat_said({**payload("text"), "sessionWebhook": address}, here, NOW).reply_link is not None
    assert chat_said(payload("text"), here, NOW).reply_link is None


@pytest.mark.parametrize("missing", ["msgId", "conversationId", "conversationType"])
def test_a_message_without_its_bones_is_unreadable(missing: str) -> None:
    body = payload("text")
    del body[missing]
    with pytest.raises(Unreadable):
        chat_said(body, SETTINGS, NOW)


def test_what_no_database_takes_is_replaced() -> None:
    assert said("text", text={"content": "路\x00灯\ud800"}).text == "路\ufffd灯\ufffd"


leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=[]), max_size=12)
    | st.sampled_from(["1", "2", "text", "richText", "chatRecord", "file", "[]", '{"text":"a"}', "true", "{"])
)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = [
    "msgId",
    "msgtype",
    "text",
    "content",
    "conversationType",
    "conversationId",
    "createAt",
    "senderStaffId",
    "atUsers",
    "chatbotUserId",
    "isInAtList",
    "sessionWebhook",
    "sessionWebhookExpiredTime",
    "quoteMessage",
    "originalMsgId",
    "repliedMsg",
    "isReplyMsg",
    "robotCode",
]
KINDS = ["text", "picture", "richText", "audio", "video", "file", "chatRecord", "interactiveCard", "markdown"]
inner_fields = st.dictionaries(
    st.sampled_from(
        [
            "content",
            "text",
            "richText",
            "repliedMsg",
            "isReplyMsg",
            "downloadCode",
            "chatRecord",
            "cardContent",
            "recognition",
        ]
    ),
    values,
    max_size=4,
)


@effort(max_examples=300)
@given(
    st.dictionaries(st.sampled_from(FIELDS), values),
    st.sampled_from(KINDS) | st.none(),
    inner_fields,
    st.sampled_from(["text", "content"]),
)
@example(
    {"msgId": "1", "conversationId": "c", "conversationType": "1", "createAt": float("inf")},
    "text",
    {},
    "text",
)
def test_no_message_whatever_raises_anything_but_unreadable(
    body: dict[str, Any], kind: str | None, inside: dict[str, Any], where: str
) -> None:
    whole = {"msgId": "1", "conversationId": "c", "conversationType": "2", **body, where: inside}
    if kind is not None:
        whole["msgtype"] = kind
    try:
        heard = chat_said(whole, SETTINGS, NOW)
    except Unreadable:
        return
    str(heard).encode()
    assert "\x00" not in heard.text
    assert heard.at.tzinfo is not None


def test_a_record_inside_a_record_inside_a_record_ends() -> None:
    nested: Any = [{"msgType": "text", "content": "最里面"}]
    for _ in range(40):
        nested = [{"msgType": "chatRecord", "content": {"chatRecord": nested}}]
    heard = said("chat_record", content={"chatRecord": nested})

    assert heard.form is UNKNOWN
