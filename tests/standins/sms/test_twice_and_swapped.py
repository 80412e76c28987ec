"""Everything twice, neighbours swapped: the standing modes of the SMS stand-in (`docs/standins.md`)."""

from tests.standins.sms.conftest import Control, Customer


async def test_every_text_is_pushed_twice_with_the_same_sequence(
    customer: Customer, control: Control
) -> None:
    await control.done("PUT", "rules", {"twice": True})
    for number, words in enumerate(("一", "二", "三"), 1):
        await control.text(words)
        pushes = await customer.pushed(2 * number)

        assert [entry["content"] for push in pushes[-2:] for entry in push] == [words, words]
        assert pushes[-1][0]["sequence_id"] == pushes[-2][0]["sequence_id"]


async def test_two_phones_overtake_each_other_and_one_never_itself(
    customer: Customer, control: Control
) -> None:
    await control.done("PUT", "rules", {"swap": 1})
    for number in range(8):
        for phone, words in (("13800000001", "甲一"), ("13800000001", "甲二"), ("13800000002", "乙")):
            await control.text(f"{words}{number}", phone)
        await customer.pushed(3 * (number + 1))

    heard = [str(push[0]["content"]) for push in customer.pushes]
    for number in range(8):
        one = heard[3 * number : 3 * number + 3]
        assert one.index(f"甲一{number}") < one.index(f"甲二{number}")
    assert any(not words.startswith("乙") for words in heard[2::3]), "nobody ever overtook"
