"""Whatever is typed gets one answer, changes nothing it should not, and breaks nothing."""

import pytest

from handlers.commands import COMMANDS
from tests.handlers.house import House

HOSTILE = (
    "",
    "{}",
    "{} {}",
    "{} -1 99999999999999999999 第99条 @ @@ /",
    "{} 批准 驳回 到位 未到位 满意 不满意 3 4 重点 增 删 99",
    "{} " + "长" * 5000,
    "{}\n1. |\n2. ||||||\n| | |\n",
    "{} 2月30日 13月1日 0号",
    "{} \x00\u202e\u200b<script>alert(1)</script> '; DROP TABLE tickets; --",
    "{} ９９９９ 一二三 ½ ٣ \U0001d7d9",
)
OFFICES = ("head", "dispatcher", "supervisor", "caller", "operator", "confirmer", "admin", "transport-leader")


@pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: spec.name)
async def test_any_arguments_get_an_answer(house: House, spec: object) -> None:
    ticket = await house.assigned()
    name = spec.name  # type: ignore[attr-defined]

    for arguments in HOSTILE:
        words = f"/{name} {arguments.replace('{}', ticket.number)}"
        for person in OFFICES[:: 1 if arguments == "{}" else 3]:
            assert await house.says(person, words)


@pytest.mark.parametrize(
    "words", [*HOSTILE, "/", "//", "/ ", "、", "是\n是", "NX NX2019", "1、2、3、4、99已完成", "撤销撤销"]
)
async def test_any_reply_gets_an_answer(house: House, words: str) -> None:
    ticket = await house.assigned()

    for person in ("transport-leader", "police-leader", "confirmer", "head"):
        assert await house.says(person, words.replace("{}", ticket.number))


@pytest.mark.parametrize(
    "words", [*HOSTILE, "查查查", "1" * 400, "TD TD", "补", "新诉求", "补 ", "\U0001d7d9", "①", "查 NX"]
)
async def test_any_text_is_taken(house: House, words: str) -> None:
    ticket = await house.filed()

    await house.texts(words.replace("{}", ticket.number))
    await house.texts(words.replace("{}", ticket.number), "13800009999")

    assert len(await house.words_of(await house.ticket(ticket.number))) <= 2
