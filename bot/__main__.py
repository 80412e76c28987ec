"""The command line, one module of `bot/cli` a command.

What operators read is Chinese. Every failure that is theirs to mend is one sentence on stderr and exit code 1.
"""

import sys

import typer

from bot.cli import (
    answers,
    audit,
    backup,
    centre_files,
    contacts,
    demo,
    doctor,
    erase,
    migrate,
    policy,
    quarantine,
    quota,
    rehearse,
    retention,
    roster,
    run,
    standin,
)
from domain.failures import DubanError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="督办：把疑难诉求交到责任人手里，现场核实后才能销号。",
)
app.command("run", help="按配置目录启动（嵌入式或服务模式）。")(run.run)
app.command("demo", help="在本机演示全流程，打开打印出的网址即可。")(demo.demo)
app.command("rehearse", help="用写好的剧本走一遍真实程序，与剧本不符时退出码为 1。")(rehearse.rehearse)
app.command("init", help="在目录中写出一套带注释、可直接运行的中心配置。")(centre_files.init)
app.command("doctor", help="检查缺什么、连不上什么，并说明怎么办。")(doctor.doctor)
app.command("migrate", help="把数据库升级到本版本的表结构。")(migrate.migrate)
app.command("backup", help="备份数据库和照片文件（运行中也可以），并当场核验。")(backup.backup)
app.command("restore", help="把备份恢复到空的数据库，并核对留痕。")(backup.bring_back)
app.command("retention", help="按保存期限清理到期内容；不加 --yes 只显示会清理多少。")(retention.retention)
app.command("erase", help="按本人申请或保存期满，删除一位诉求人的个人信息。")(erase.forget)
app.add_typer(standin.app, name="standin", help="模拟钉钉、模拟短信网关（演练用）。")
app.add_typer(policy.app, name="policy", help="检查政策文件，比较改动会影响哪些时限。")
app.add_typer(roster.app, name="roster", help="导入值班表。")
app.add_typer(answers.app, name="answers", help="维护答复库。")
app.add_typer(contacts.app, name="contacts", help="核对钉钉通讯录。")
app.add_typer(quota.app, name="quota", help="测算钉钉额度。")
app.add_typer(audit.app, name="audit", help="核对留痕。")
app.add_typer(quarantine.app, name="quarantine", help="查看和重试处理不了的消息。")


def main() -> None:
    """Run the command line; a failure of ours is one sentence, not a traceback."""
    try:
        app()
    except DubanError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
