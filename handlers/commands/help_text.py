"""/帮助: what this person may do, or how one command is written."""

from config.texts import answers_commands as told
from config.texts.heard.commands import nearest_name
from handlers.commands.command import EVERYBODY, Call, CommandSpec, by_name, may_give
from handlers.speaking import Spoken


def help_of(commands: tuple[CommandSpec, ...]) -> CommandSpec:
    """The help command over a table of commands (itself included)."""

    async def run(call: Call) -> Spoken:
        table = by_name((*commands, spec))
        if call.arguments.left:
            wanted = call.arguments.left[0].lstrip("/")
            name = nearest_name(wanted, table) if wanted not in table else wanted
            if name is not None:
                one = table[name]
                return Spoken(told.help_one(one.name, one.usage, one.example, one.purpose))
        mine = [one for one in (*commands, spec) if may_give(one, call.offices)]
        return Spoken(told.help_all([(one.usage.split("\n")[0], one.purpose) for one in mine]))

    spec = CommandSpec(
        names=("帮助",),
        aliases=("help", "?"),
        usage="/帮助 [指令]",
        example="/帮助 交办",
        purpose="您可以做什么",
        offices=EVERYBODY,
        run=run,
        any_group=True,
    )
    return spec
