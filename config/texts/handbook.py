"""The two pages of `docs/` that are made from the words themselves: every setting, and every SMS template to register.

`python -m config.texts.handbook` writes them; a test fails when they are not current.
"""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from config.texts import citizens, group, kinds, notices, rules_shown
from config.texts import policy as rules
from config.texts import settings as told
from config.texts.texts import Texts
from domain.faces import SmsKind
from domain.notices import NoticeKind
from domain.policy import Policy
from domain.sms_parts import parts_of, units

DOCS = Path(__file__).parents[2] / "docs"

SETTINGS_PAGE = "settings.md"
TEMPLATES_PAGE = "sms-templates.md"

_ABOUT_SMS = {
    SmsKind.RECEIPT: "收到新诉求",
    SmsKind.JOINED: "同样内容24小时内重复",
    SmsKind.ADDED: "补充内容并入在办诉求",
    SmsKind.NEED_INFO: "请群众补充信息",
    SmsKind.DECLINED: "不予受理",
    SmsKind.ANSWER: "答复",
    SmsKind.DISPATCHED: "已转承办单位",
    SmsKind.STATE: "查询进度",
    SmsKind.NOTHING_OPEN: "查询进度，但没有在办诉求",
    SmsKind.SURVEY: "请群众评价",
    SmsKind.ASK_RATING: "评价没看懂，再问一次",
    SmsKind.SURVEY_WHY: "不满意，问原因",
    SmsKind.THANKS: "收到评价",
    SmsKind.REWORK: "发回重办",
    SmsKind.SHELVED: "挂账",
    SmsKind.FINDING: "不合理诉求认定",
    SmsKind.ASK_WHICH: "有多件在办，问是哪一件",
    SmsKind.ASK_WORDS: "只发了问候，请说内容",
    SmsKind.MANY: "短时间来信过多，不再逐条回复",
    SmsKind.OPT_OUT: "不再接收评价和进度短信",
    SmsKind.EMERGENCY: "疑似110、119、120、122警情",
    SmsKind.LEADER_TASK: "发给没有钉钉的工作人员",
    SmsKind.DUTY: "紧急事项发到值班电话，或发给没有钉钉的工作人员",
}


def templates_page() -> str:
    """The templates to register with a gateway that takes no free text, one row per kind."""
    lines = [
        "# 短信模板",
        "",
        "本页由默认文案生成（`python -m config.texts.handbook`），与程序一致。只能发模板的短信平台（如阿里云）须先逐条登记，",
        "审核通过后把模板CODE填入 `duban.toml` 的 `[sms.alibaba.templates]`。签名另行登记，平台自动加在最前面。",
        "变量都不超过6个字，`${number}` 是工单短码。没有登记的种类发不出去，`duban doctor` 会指出。",
        "",
        "*The texts to register with a gateway that only sends templates. Variables have at most six characters;",
        "`${number}` is the ticket's short code. The last column counts UTF-16 units with the default signature and the",
        "longest values; 70 fit in one message.*",
        "",
        "| 种类 | 何时发送 | 模板内容 | 变量示例 | 字数 |",
        "| --- | --- | --- | --- | --- |",
    ]
    texts = Texts()
    for kind, template in texts.templates():
        examples = dict(citizens.example(texts.sms_wording(kind).template))
        filled = f"【{texts.sign}】" + texts.sms_wording(kind).template.format_map(examples)
        shown = "、".join(f"{name}={value}" for name, value in examples.items()) or "—"
        lines.append(
            f"| `{kind.value}` | {_ABOUT_SMS[kind]} | {template} | {shown} | {units(filled)}（{parts_of(filled)}条） |"
        )
    lines += [
        "",
        "改文案：在 `texts.toml` 的 `[sms.种类]` 下写 `template`（登记用）和 `text`（能发任意内容的平台用），改后须重新登记。",
        "",
    ]
    return "\n".join(lines)


def settings_page() -> str:
    """Every setting of `duban.toml`, every rule of `policy.yaml`, every wording of `texts.toml`."""
    return "\n".join([*_head(), *_toml(), *_policy(), *_texts()])


def _head() -> Iterator[str]:
    yield "# 设置"
    yield ""
    yield "本页由程序生成（`python -m config.texts.handbook`），与程序一致。`duban init 目录` 写出一套带说明的样例；"
    yield "改后运行 `duban doctor` 检查。写错时启动会停下，指出文件、行、值和应写什么；不认识的设置也算错。"
    yield ""
    yield "*Generated from the program. Unknown keys are errors; a wrong value stops the start with file, line, value"
    yield "and what was expected.*"
    yield ""


def _toml() -> Iterator[str]:
    yield "## duban.toml"
    for section, about in told.SECTIONS.items():
        yield f"\n### [{section}] {about}\n"
        yield "| 设置 | 说明 | 应为 |"
        yield "| --- | --- | --- |"
        for path, one in told.SETTINGS.items():
            if path.startswith(f"{section}."):
                yield f"| `{path.removeprefix(section + '.')}` | {one.about} | {one.expected} |"
        if section == "sms":
            for gateway, table in told.GATEWAYS.items():
                yield f"\n#### [sms.{gateway}]\n"
                yield "| 设置 | 说明 | 应为 |"
                yield "| --- | --- | --- |"
                yield from (f"| `{name}` | {one.about} | {one.expected} |" for name, one in table.items())
    yield "\n### 环境变量\n"
    yield "密钥可以不写在文件里；环境变量优先。\n"
    yield "| 环境变量 | 代替 |"
    yield "| --- | --- |"
    for name, instead in told.ENVIRONMENT.items():
        yield f"| `{name}` | `{'.'.join(instead).replace('*', '平台名')}` |"
    yield ""


def _policy() -> Iterator[str]:
    policy = Policy(kinds=kinds.TEN_KINDS, four_systems=kinds.FOUR_SYSTEMS)
    yield "## policy.yaml"
    yield ""
    yield "| 规则 | 说明 | 默认 |"
    yield "| --- | --- | --- |"
    defaults = {field.name: rules_shown.value(getattr(policy, field.name)) for field in fields(Policy)}
    for name, about in rules.RULES.items():
        yield f"| `{name}` | {about} | {defaults.get(name, '见样例')} |"
    yield ""


def _texts() -> Iterator[str]:
    yield "## texts.toml"
    yield ""
    yield "`[notices.名称]` 下可写 `short`（不超过6个字，会出现在锁屏上）和 `text`；一行里的占位符全空时，这一行不显示。"
    yield "`[sms.种类]` 下可写 `text` 和 `template`，种类见 [短信模板](sms-templates.md)。"
    yield ""
    yield "通知的占位符：" + "、".join(f"`{{{name}}}`" for name in sorted(notices.GAPS)) + "。"
    yield ""
    yield (
        "`public_progress`、`whistle_public`（发到督办群）只可用："
        + "、".join(f"`{{{name}}}`" for name in sorted(group.GAPS))
        + "。"
    )
    yield ""
    yield "短信的占位符：" + "、".join(f"`{{{name}}}`" for name in sorted(citizens.SMS_GAPS)) + "；其中 "
    yield "、".join(f"`{{{name}}}`" for name in sorted(citizens.FREE_GAPS)) + " 不能用于 `template`。"
    yield ""
    yield "| 通知 | 简称 | 默认内容 |"
    yield "| --- | --- | --- |"
    for kind in NoticeKind:
        if citizens.kind_of(kind) is None:
            worded = notices.wording(kind)
            yield f"| `{kind.value}` | {worded.short} | {worded.text.replace(chr(10), '<br>')} |"
    yield ""


def write(docs: Path = DOCS) -> None:
    """Writes both pages."""
    (docs / SETTINGS_PAGE).write_text(settings_page(), encoding="utf-8")
    (docs / TEMPLATES_PAGE).write_text(templates_page(), encoding="utf-8")


if __name__ == "__main__":
    write()
