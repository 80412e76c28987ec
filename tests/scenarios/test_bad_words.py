"""Whatever officials type and citizens text, through the whole program: one answer, nothing else changed, nothing broken."""

import json

import pytest
import pytest_asyncio

from bot.stage.theatre import CORP
from domain.vocabulary import Office
from tests.scenarios.town import GROUP, Town

pytestmark = pytest.mark.asyncio(loop_scope="module")

BOT = "/v1.0/im/bot/messages/get"
PHONE = "13700000041"
LONGEST_TEXT = 9_000
"""Letters a phone of the stand-in sends at once."""
LONG = 12_000
"""Letters; in Chinese 36 kB."""

WORDS = {
    "nothing": "",
    "spaces": " \t\n ",
    "letters without width": "\u200b\u200d\u2060\ufeff",
    "a slash": "/",
    "slashes": "//////",
    "an unknown command": "/销毁 {}",
    "an unknown command of another language": "/drop table tickets",
    "a very long unknown command": "/" + "销" * LONG,
    "a very long command": "/交办 {} " + "尽快处理" * (LONG // 4),
    "a command of very many lines": "/交办 {} 尽快\n" + "1. 甲 | 乙 | 丙 | 丁\n" * 1000,
    "a command of very many words": "/派单 " + "{} " * 1000,
    "very many spaces": "/派单" + " " * LONG + "{}",
    "very many digits": "/派单 " + "9" * LONG,
    "control letters": "/派单 \x00\x01\x07\x1b[31m\x7f\x85 {}",
    "only a NUL": "\x00",
    "written from right to left": "\u202e/派单 {}\u202c\u2066\u2069\u200f",
    "marks within a command": "/派\u200b单\u202e {}",
    "emoji": "💥👨\u200d👩\u200d👧\u200d👦🇨🇳" * 50,
    "a command of emoji": "/👍 {} 🏗️",
    "marks piled up": "/派单 {} " + "督\u0301\u0323\u0489" * 500,
    "markdown and markup": "/查 **[x](javascript:alert(1))** <img src=x onerror=alert(1)>",
    "gaps of our own": "/查 {number} {words} %s %(x)s ${x}",
    "line breaks of all kinds": "/派单\r\n\u2028\u2029\x0b\x0c{}",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def number(here: Town) -> str:
    """A matter that is there to be spoilt: dispatched, with a leader who has only this one."""
    await here.text(PHONE, "桥头护栏断了一截")
    ((number,),) = here.rows("SELECT number FROM tickets")
    await here.say(staff(here, Office.DISPATCHER), f"/派单 {number} 交通运输局 求助 地点：桥头")
    return str(number)


def staff(here: Town, office: Office) -> str:
    return here.holder(office).staff_id or ""


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS.keys())
@pytest.mark.parametrize("office", [Office.DISPATCHER, Office.SUPERVISOR, Office.CONFIRMER])
async def test_any_words_get_one_answer_and_change_nothing(
    here: Town, number: str, office: Office, words: str
) -> None:
    before, sockets, faults = here.state(), await here.sockets(), _faults(here)
    heard = await here.heard(staff(here, office))

    await here.say(staff(here, office), words.replace("{}", number))

    answers = (await here.heard(staff(here, office)))[len(heard) :]
    assert len(answers) == 1
    assert answers[0].strip()
    assert len(answers[0]) < 5000, "what was said is not thrown back in full"
    assert here.state()["versions"] == before["versions"]
    assert here.state()["events"] == before["events"]
    assert await here.sockets() == sockets
    assert _faults(here) == faults


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS.keys())
async def test_any_words_in_the_group_break_nothing(here: Town, number: str, words: str) -> None:
    before, faults = here.state(), _faults(here)
    supervisor = staff(here, Office.SUPERVISOR)
    heard = await here.heard(supervisor, GROUP)

    await here.say(supervisor, words.replace("{}", number), to=GROUP)

    assert len(await here.heard(supervisor, GROUP)) <= len(heard) + 1
    assert here.state()["versions"] == before["versions"]
    assert _faults(here) == faults


@pytest.mark.parametrize("words", ["/", "、", "。。。", "？", "\x00", "\u202e\u200b", " \n"])
async def test_a_slip_of_the_finger_signs_and_reports_nothing(here: Town, number: str, words: str) -> None:
    leader = _leader(here)
    before, heard = here.state(), await here.heard(leader)

    await here.say(leader, words)

    (answer,) = (await here.heard(leader))[len(heard) :]
    assert "未作登记" in answer
    assert here.state()["versions"] == before["versions"]
    assert here.rows("SELECT state FROM tickets WHERE number = ?", number) == [("dispatched",)]


async def test_the_first_words_of_a_leader_sign(here: Town, number: str) -> None:
    assert here.rows("SELECT state FROM tickets WHERE number = ?", number) == [("dispatched",)]

    await here.say(_leader(here), "已到现场看过")

    assert here.rows("SELECT state FROM tickets WHERE number = ?", number) == [("in_progress",)]


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS.keys())
async def test_any_words_of_a_leader_are_kept_or_asked_back_and_break_nothing(
    here: Town, number: str, words: str
) -> None:
    leader = _leader(here)
    heard, faults = await here.heard(leader), _faults(here)

    await here.say(leader, words.replace("{}", number))

    assert len(await here.heard(leader)) == len(heard) + 1
    assert here.rows("SELECT state FROM tickets") == [("in_progress",)]
    assert _faults(here) == faults


@pytest.mark.parametrize("words", ["/派单 \ud83d {}", "\udc00/进度", "\ud83d"])
async def test_half_a_letter_breaks_nothing(here: Town, number: str, words: str) -> None:
    """No phone types it, but JSON can say it; no database and no answer can."""
    dispatcher = staff(here, Office.DISPATCHER)
    before, faults, heard = here.state(), _faults(here), await here.heard(dispatcher)

    await here.control("push", {"topic": BOT, "data": _pushed(dispatcher, words.replace("{}", number))})
    await here.settle()

    assert len(await here.heard(dispatcher)) == len(heard) + 1
    assert here.state()["versions"] == before["versions"]
    assert _faults(here) == faults


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS.keys())
async def test_any_text_of_a_citizen_is_taken_or_asked_back_and_breaks_nothing(
    here: Town, number: str, words: str
) -> None:
    phone = f"1370001{list(WORDS.values()).index(words):04d}"
    faults, sockets = _faults(here), await here.sockets()

    await here.text(phone, words.replace("{}", number)[:LONGEST_TEXT])

    assert len(await here.texts_to(phone)) <= 1
    assert _faults(here) == faults
    assert await here.sockets() == sockets


async def test_after_all_that_a_good_command_is_done(here: Town, number: str) -> None:
    supervisor = staff(here, Office.SUPERVISOR)
    heard = await here.heard(supervisor)

    await here.say(supervisor, f"/催办 {number}")

    assert len(await here.heard(supervisor)) == len(heard) + 1
    ((urged,),) = here.rows(
        "SELECT count(*) FROM events JOIN tickets ON tickets.id = ticket WHERE number = ? AND kind = 'Urged'",
        number,
    )
    assert urged == 1


async def test_nothing_anybody_said_is_logged(here: Town) -> None:
    logged = here.logged()

    assert [
        words for words in ("护栏", "销销销", "尽快处理", "onerror", *here.phones_used) if words in logged
    ] == []


def _pushed(person: str, words: str) -> str:
    """A message as the platform pushes it; escapes say what UTF-8 cannot."""
    return json.dumps(
        {
            "msgId": f"msg-half-{words!r}",
            "conversationId": "cidOneToOne=",
            "conversationType": "1",
            "chatbotCorpId": CORP,
            "senderCorpId": CORP,
            "senderStaffId": person,
            "createAt": 1795483801647,
            "msgtype": "text",
            "text": {"content": words},
        }
    )


def _leader(here: Town) -> str:
    directory, day = here.house.program.parts.who.directory, here.house.program.now().date()
    (found,) = [one for one in directory.units.values() if one.name == "交通运输局"]
    return directory.holders(Office.LEADER, day, found.id)[0].staff_id or ""


def _faults(here: Town) -> int:
    """Events that could not be handled, messages that could not be sent, and what could not be read."""
    logged = here.logged()
    return sum(logged.count(words) for words in ("could not be handled", "did not go out", "quarantine"))
