"""Presses on cards and quotes of messages we never sent: another program on our Client ID takes half of what people say."""

from dataclasses import replace

from domain.inbound import ChatSaid, ChatSender, Conversation, ConversationKind, Quote, SpeechForm
from domain.notices import NoticeKind, RecipientKind
from handlers import replies
from handlers.strays import ENOUGH
from tests.handlers.house import House

LEADER = "transport-leader"


async def presses_a_strangers_card(house: House, times: int) -> None:
    known = (await house.cards())[0]
    for _ in range(times):
        await house.presses_on(replace(known, id="card-of-nobody"), LEADER, "acknowledge")


async def quotes(house: House, message: str, *, of_robot: bool) -> None:
    said = ChatSaid(
        house.key("chat"),
        house.now,
        ChatSender("corp", f"staff-{LEADER}", "某人"),
        Conversation(f"cid-{LEADER}", ConversationKind.ONE_TO_ONE),
        "收到",
        SpeechForm.TYPED,
        quote=Quote((message,), of_robot=of_robot),
    )
    await house.handle(lambda work, around: replies.chat_said(said, work, around))


async def told(house: House) -> int:
    notices = await house.notices(NoticeKind.SECOND_INSTALLATION)
    assert all(notice.to.kind is RecipientKind.OPERATOR and notice.urgent for notice in notices)
    return len(notices)


async def test_a_few_signs_tell_nobody_and_enough_of_them_tell_the_operator_once(house: House) -> None:
    await house.dispatched()
    await presses_a_strangers_card(house, ENOUGH - 2)
    await quotes(house, "key-of-nobody", of_robot=True)
    assert await told(house) == 0

    await quotes(house, "key-of-nobody", of_robot=True)
    assert await told(house) == 1

    await presses_a_strangers_card(house, ENOUGH)
    assert await told(house) == 1


async def test_signs_hours_apart_are_accidents(house: House) -> None:
    await house.dispatched()

    for _ in range(ENOUGH + 1):
        await presses_a_strangers_card(house, 1)
        house.later(hours=1)

    assert await told(house) == 0


async def test_quoting_a_persons_message_or_our_own_is_no_sign(house: House) -> None:
    await house.dispatched()
    card = (await house.cards())[0]

    for _ in range(ENOUGH):
        await quotes(house, "what-somebody-typed", of_robot=False)
        await quotes(house, card.id, of_robot=True)

    assert await told(house) == 0
