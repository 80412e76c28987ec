"""A screen as plain text: what is read, not how it is marked up."""

import json

from bot.rehearsal.screens import chat_shown, dings_shown, plain, texts_shown


def screen(*messages: dict[str, object], kind: str = "one_to_one") -> dict[str, object]:
    return {
        "chats": [{"kind": kind, "messages": list(messages)}],
        "dings": [{"id": 1, "text": "【新任务】NX1"}],
    }


def test_a_message_is_read_without_its_stars_and_empty_lines() -> None:
    assert plain("**【催办】**工单\n\n请尽快办理\n\n\n谢谢") == "【催办】工单\n请尽快办理\n谢谢"
    (shown,) = chat_shown(screen({"id": 1, "title": "锁屏", "text": "**好**"}), group=False)
    assert (shown.text, shown.alert, shown.mine) == ("好", "锁屏", False)


def test_a_card_is_read_with_its_labels_items_and_buttons() -> None:
    card = {
        "outTrackId": "card-1",
        "values": {
            "title": "NX1 路灯",
            "place": "幸福路",
            "due": "",
            "revision": "3",
            "items": json.dumps([{"mark": "☐", "n": "1", "text": "修灯"}]),
            "buttons": "[]",
        },
        "buttons": [{"text": "签收", "params": {"action": "acknowledge"}}],
    }
    (shown,) = chat_shown(screen({"id": 1, "card": card}), group=False)
    assert shown.text == "NX1 路灯\n地点：幸福路\n☐ 1. 修灯\n[签收]"
    assert (shown.card, shown.revision) == ("card-1", "3")
    assert shown.buttons[0].params == (("action", "acknowledge"),)


def test_own_chats_groups_and_strong_reminders_are_looked_at_apart() -> None:
    own = screen({"id": 1, "text": "单聊"})
    group = screen({"id": 2, "text": "群聊"}, kind="group")
    assert [one.text for one in chat_shown(own, group=False)] == ["单聊"]
    assert chat_shown(own, group=True) == ()
    assert [one.text for one in chat_shown(group, group=True)] == ["群聊"]
    assert [one.text for one in dings_shown(own)] == ["【新任务】NX1"]


def test_a_phone_tells_whose_text_is_whose() -> None:
    shown = texts_shown(
        {"messages": [{"text": "坏了", "author": "citizen"}, {"text": "已受理", "author": "us"}]}
    )
    assert [(one.text, one.mine) for one in shown] == [("坏了", True), ("已受理", False)]


def test_a_screen_of_another_shape_shows_nothing() -> None:
    assert chat_shown({"chats": "?"}, group=False) == ()
    assert texts_shown({}) == ()
