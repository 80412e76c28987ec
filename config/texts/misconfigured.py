"""What the operator reads when one of the centre's own files is wrong: file, line, value, and what was expected."""

_SHOWN = 60


def place(file: str, line: int | None) -> str:
    """duban.toml 第12行."""
    return f"{file} 第{line}行" if line else file


def shown(value: object) -> str:
    """A wrong value as written, cut where it is long."""
    written = value if isinstance(value, str) else repr(value)
    flat = " ".join(written.split())
    return f"“{flat if len(flat) <= _SHOWN else flat[:_SHOWN] + '…'}”"


def value(file: str, line: int | None, what: str, found: object, expected: str) -> str:
    """A value that is not what it should be."""
    return f"{place(file, line)}：{what} 的值是{shown(found)}，应为{expected}。"


def secret(file: str, line: int | None, what: str, expected: str) -> str:
    """A secret that is not what it should be: never shown."""
    return f"{place(file, line)}：{what} 的值不对（不显示），应为{expected}。"


def missing(file: str, line: int | None, what: str, expected: str) -> str:
    """Something that must be there and is not."""
    return f"{place(file, line)}：缺少 {what}，应为{expected}。"


def unknown_key(file: str, line: int | None, key: str, known: list[str], nearest: str | None) -> str:
    """A key nobody knows, with the one probably meant."""
    hint = f"，是不是 {nearest}？" if nearest else "，"
    return f"{place(file, line)}：不认识的设置 {shown(key)}{hint}此处可用：{'、'.join(known)}。"


def unreadable_file(file: str) -> str:
    """A file that is not there or may not be read."""
    return f"{file}：读不到这个文件，请确认它在配置目录中且可以读取；新建配置请运行：duban init 目录"


def too_big(file: str, found: int, most: int) -> str:
    """A file that cannot be what it should be, by its size alone."""
    return f"{file}：文件有{found // 1024}KB，应不超过{most // 1024}KB；请确认放的是不是这个文件，多余的内容请删去。"


_SAVE_AS = "应为UTF-8；表格软件请另存为“CSV UTF-8”，文本编辑器请改用UTF-8保存。"


def looks_like_gbk(file: str) -> str:
    """A file in the encoding that spreadsheets use by default."""
    return f"{file}：这个文件像是GBK编码，{_SAVE_AS}"


def looks_like_utf16(file: str) -> str:
    """A file as spreadsheets save “Unicode 文本”."""
    return f"{file}：这个文件像是UTF-16编码（“Unicode 文本”），{_SAVE_AS}"


def not_utf8(file: str, line: int | None) -> str:
    """A file in some other encoding, or no text."""
    return f"{place(file, line)}：这里的内容不是UTF-8编码的文字，{_SAVE_AS}"


def cut_off(file: str, line: int) -> str:
    """The file ends within a letter."""
    return f"{place(file, line)}：文件到这里断了（最后一个字不完整），应为完整的文件；请重新保存或重新拷贝。"


def control(file: str, line: int | None, found: str) -> str:
    """A letter nobody types."""
    code = f"U+{ord(found):04X}"
    return f"{place(file, line)}：有看不见的控制字符（{code}），应只含文字；请删去它，或用文本编辑器以UTF-8重新保存。"


def nothing_said(file: str) -> str:
    """Settings or rules without a single one."""
    return f"{file}：没有内容，应至少有一项设置；如文件被清空，请从备份恢复，或用 duban init 另建一套对照。"


def too_deep(file: str, line: int | None, most: int) -> str:
    """Tables in tables in tables."""
    return f"{place(file, line)}：层次太深，应不超过{most}层；请检查括号、点号或缩进。"


def repeats(file: str, line: int | None) -> str:
    """YAML's shorthand for saying the same again."""
    return f"{place(file, line)}：用了 &、* 引用或 ! 标签，应把内容直接写出来（文字中有这些符号的请加引号）。"


def not_toml(file: str, line: int | None) -> str:
    """Broken TOML."""
    return f'{place(file, line)}：格式不对，应为TOML，例如：port = 8080 或 name = "民声受理服务中心"（文字要加引号）。'


def not_yaml(file: str, line: int | None) -> str:
    """Broken YAML."""
    return f"{place(file, line)}：格式不对，应为YAML；请检查缩进（用空格，不用制表符）和冒号后的空格。"


def not_csv(file: str, line: int) -> str:
    """Broken CSV."""
    return f"{place(file, line)}：格式不对，应为逗号分隔的表格；请检查这一行起英文双引号是否成对。"


def heading(file: str, line: int | None, found: str, expected: list[str]) -> str:
    """A wrong first line of a table."""
    return f"{place(file, line)}：表头是{shown(found)}，应包含这些列：{'、'.join(expected)}。"


def heading_missing(file: str, columns: list[str]) -> str:
    """A table without a needed column."""
    return f"{place(file, 1)}：表头缺少列：{'、'.join(columns)}。"


def empty_table(file: str) -> str:
    """A table without a row."""
    return f"{file}：没有内容，应至少有表头和一行数据。"


def cells(file: str, line: int, found: int, expected: int) -> str:
    """A row with too many or too few cells."""
    return f"{place(file, line)}：这一行有{found}格，应为{expected}格；内容中有逗号的请用英文双引号括起来。"


def twice(file: str, line: int, what: str, found: str, first: int) -> str:
    """Something that may stand only once."""
    return f"{place(file, line)}：{what}{shown(found)}重复，第{first}行已有，应只出现一次。"


def said_twice(file: str, line: int | None) -> str:
    """A setting that stands twice in one table: which of them counts would be a guess."""
    return f"{place(file, line)}：同一个设置写了两次，应只出现一次，请删去一处。"


def not_listed(file: str, line: int | None, what: str, found: str, where: str) -> str:
    """A code that another table does not know."""
    return f"{place(file, line)}：{what}是{shown(found)}，{where}里没有，应先在{where}中登记。"


# What was expected, where it is said in more than one place.
TEXT = "不空的文字（加引号）"
TABLE = "一组设置"


# texts.toml
TEXT_SECTIONS = "[notices.通知名] 或 [sms.短信名]"
NOTICE_FIELDS = "short（不超过6个字）和 text"
SMS_FIELDS = "text 和 template"
SHORT = "1到6个字，不含{}"
BRACES = "成对的{}，其中只写占位符名称，例如 {number}"
NO_SIGN = "不含【】的文字（签名由系统加上）"


def goes_by_sms(file: str, line: int | None, kind: str) -> str:
    """A notice that is a text message was worded as chat."""
    return f"{place(file, line)}：通知 {shown(kind)} 以短信发给群众，应写在 [sms.…] 下。"


def unknown_gap(file: str, line: int | None, gap: str, known: list[str]) -> str:
    """A placeholder that does not exist there."""
    names = "、".join("{" + name + "}" for name in known)
    return f"{place(file, line)}：占位符{shown('{' + gap + '}')}不可用，此处可用：{names}。"


def shipped_calendar(file: str) -> str:
    """The centre has no calendar of its own."""
    return f"没有找到 {file}，暂用随软件附带的节假日表；请运行 duban init 或自行放入该文件。"


def already_there(file: str) -> str:
    """`duban init` overwrites nothing."""
    return f"{file} 已存在，没有写入任何文件；请换一个空目录，或先移走原有文件。"


# calendar.csv
CALENDAR_DATE, CALENDAR_WORKS, CALENDAR_NAME, CALENDAR_SOURCE = "日期", "上班", "名称", "依据"
YES_OR_NO = "yes（调休上班）或 no（放假）"
DAY = "2026-01-04 这样的日期"


def year_missing(file: str, year: int) -> str:
    """A year between two others has no day at all."""
    return f"{file}：没有{year}年的安排，首尾年份之间应逐年录入（照国务院办公厅放假通知）。"
