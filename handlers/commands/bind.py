"""/绑定 督办群: an administrator makes the group it is said in the supervision group."""

from config.texts import answers_commands as told
from domain.vocabulary import Office
from handlers.commands.command import Call, CommandSpec, Unclear
from handlers.speaking import Spoken


async def run(call: Call) -> Spoken:
    """Binding another group moves the supervision group there."""
    if not call.in_group:
        raise Unclear(told.bind_in_group())
    await call.work.groups.bind_supervision(call.said.conversation.id, call.speaker.id, call.context.now)
    return Spoken(told.bound())


SPEC = CommandSpec(
    names=("绑定",),
    aliases=("bind",),
    usage="/绑定 督办群",
    example="/绑定 督办群",
    purpose="把本群设为督办群（在群里@机器人发送）",
    offices=frozenset({Office.ADMINISTRATOR}),
    run=run,
    any_group=True,
)
