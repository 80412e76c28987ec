"""/补充: something is missing, the citizen is asked once (待补充)."""

from config.texts import answers_commands as told
from domain.commands import AskCitizen
from handlers.commands.command import INTAKE, Call, CommandSpec
from handlers.commands.steps import done, needed_text, the_ticket
from handlers.speaking import Spoken, sealed_about


async def run(call: Call) -> Spoken:
    """Names what is missing; a limit in days pauses until the citizen's words come."""
    ticket = await the_ticket(call)
    missing = await sealed_about(ticket, needed_text(call, "要群众补充的内容"), call.work)
    return await done(call, ticket, AskCitizen(call.by, missing), told.citizen_asked)


SPEC = CommandSpec(
    names=("补充",),
    aliases=("askcitizen",),
    usage="/补充 工单号 缺什么",
    example="/补充 K7M2 具体在哪个小区几号楼",
    purpose="请群众补充信息（按天计的时限暂停，指定日期不变）",
    offices=INTAKE,
    run=run,
)
