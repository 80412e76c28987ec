"""Broken and hostile versions of each of a centre's files, and what the one sentence about each must say."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

Spoil = Callable[[bytes], bytes]

TABLES = ("units.csv", "people.csv", "offices.csv", "calendar.csv")
TOMLS = ("duban.toml", "texts.toml")
FILES = (*TABLES, *TOMLS, "policy.yaml")
HUGE = 6 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Hostile:
    """`named` stands in the sentence; `line`: it names one."""

    file: str
    what: str
    spoil: Spoil
    named: str
    line: bool = True

    def __str__(self) -> str:
        return f"{self.file}: {self.what}"


def everything() -> tuple[Hostile, ...]:
    """All of it, for every file."""
    return (*_bytes(), *_tables(), *_tomls(), *_yaml())


def _bytes() -> Iterator[Hostile]:
    for file in FILES:
        yield Hostile(file, "huge", lambda good: good * (HUGE // len(good) + 1), "KB，应不超过", line=False)
        yield Hostile(file, "one huge line", lambda _: b"x" * HUGE, "KB，应不超过", line=False)
        yield Hostile(file, "binary", lambda _: bytes(range(256)) * 40, "不是UTF-8", line=True)
        yield Hostile(file, "GBK", lambda good: good.decode().encode("gbk"), "像是GBK编码", line=False)
        yield Hostile(file, "UTF-16", lambda good: good.decode().encode("utf-16"), "像是UTF-16", line=False)
        yield Hostile(file, "UTF-16, the other way", _other_way, "像是UTF-16", line=False)
        yield Hostile(
            file, "UTF-16 without its mark", lambda good: _ascii(good).encode("utf-16-le"), "U+0000"
        )
        yield Hostile(file, "a NUL", lambda good: good + b"\x00", "U+0000")
        yield Hostile(
            file, "a NUL in the first line", lambda good: b"\x00" + good, "第1行：有看不见的控制字符"
        )
        yield Hostile(file, "an escape", lambda good: good + b"\x1b[31m", "U+001B")
        yield Hostile(file, "ends within a letter", lambda good: good + "中".encode()[:2], "文件到这里断了")
    for file in (*TABLES, "duban.toml", "policy.yaml"):
        yield Hostile(file, "empty", lambda _: b"", "没有内容", line=False)
        yield Hostile(file, "only a mark", lambda _: b"\xef\xbb\xbf", "没有内容", line=False)
        yield Hostile(file, "only remarks", lambda _: "# 说明\n\n".encode(), "没有内容", line=False)


def _tables() -> Iterator[Hostile]:
    for file in TABLES:
        yield Hostile(file, "a quote left open", lambda good: good + b'"', "双引号")
        yield Hostile(file, "a quote that swallows the rest", _swallowed, "双引号")
        yield Hostile(file, "a huge cell", lambda good: good + b"x" * 200_000, "双引号")
        yield Hostile(file, "a row twice", lambda good: good + good.splitlines(keepends=True)[-1], "重复")
        yield Hostile(file, "a row without its last cell", _shorter, "格，应为")
        yield Hostile(file, "cut off in a row", _cut, "格，应为")
        yield Hostile(file, "a heading only", _heading, "没有内容", line=False)
        yield Hostile(file, "a column twice", lambda good: _heading(good) + b"," + _heading(good), "表头")


def _tomls() -> Iterator[Hostile]:
    for file in TOMLS:
        yield Hostile(file, "deep", lambda _: b"a = " + b"[" * 100_000, "层次太深", line=False)
        yield Hostile(
            file, "deep and closed", lambda _: b"a = " + b"[" * 5000 + b"]" * 5000, "层次太深", line=False
        )
        yield Hostile(file, "deep tables", lambda _: b"a = " + b"{a=" * 5000, "层次太深", line=False)
        yield Hostile(file, "a deep name", lambda _: b"\n" + b"a." * 100_000 + b"b = 1", "第2行：层次太深")
        yield Hostile(file, "a deep heading", lambda _: b"[" + b'"a".' * 100_000 + b"b]", "第1行：层次太深")
        yield Hostile(file, "a huge number", lambda _: b"a = " + b"9" * 100_000, "格式不对", line=False)
        yield Hostile(file, "a key twice", lambda _: b"[a]\nb = 1\nb = 2\n", "写了两次")
        yield Hostile(file, "a table twice", lambda _: b"[a]\n[b]\n[a]\n", "第3行：同一个设置写了两次")
        yield Hostile(file, "cut off", lambda good: good + b'\nname = "', "格式不对")
    yield Hostile(
        "duban.toml", "a NUL by its escape", lambda good: good + b'\n[files]\npolicy = "a\\u0000"', ""
    )
    yield Hostile(
        "texts.toml", "a NUL by its escape", lambda _: b'[sms.receipt]\ntext = "a\\u0000"', "U+0000"
    )


def _yaml() -> Iterator[Hostile]:
    nine = b", ".join
    bomb = b"a: &a [" + nine([b"x"] * 9) + b"]\n"
    for no in range(12):
        name, before = chr(98 + no).encode(), chr(97 + no).encode()
        bomb += name + b": &" + name + b" [" + nine([b"*" + before] * 9) + b"]\n"
    for what, text, named in (
        ("a billion laughs", bomb, "第1行：用了 &"),
        ("itself", b"a: &a [*a]\n", "第1行：用了 &"),
        ("merged again and again", b"a: &a {x: 1}\nb: {<<: [*a, *a]}\n", "第1行：用了 &"),
        ("an alias of nothing", b"call_tries: 3\nlimits: *nobody\n", "第2行：用了 &"),
        ("an order to run something", b"a: !!python/object/apply:os.system [ls]\n", "第1行：用了 &"),
        ("deep", b"limits: " + b"[" * 100_000, "第1行：层次太深"),
        ("deep and closed", b"limits: " + b"[" * 900 + b"]" * 900, "第1行：层次太深"),
        ("deep by indents", b"".join(b" " * no + b"a:\n" for no in range(500)), "第17行：层次太深"),
        ("a key twice", b"call_tries: 3\ncall_tries: 4\n", "第2行：同一个设置写了两次"),
        ("a day that is none", b"limits:\n  - since: 2026-02-30\n", "第2行：日期 的值是“2026-02-30”"),
        ("a NUL by its escape", b'call_tries: 3\nquiet_hours: "\\0"\n', "第2行：有看不见的控制字符"),
        ("a list", b"- 1\n- 2\n", "第1行：格式不对"),
        ("words", b"hello\n", "第1行：格式不对"),
        ("two documents", b"call_tries: 3\n---\ncall_tries: 4\n", "格式不对"),
        ("tabs", b"limits:\n\t- limit: 1\n", "第2行：格式不对"),
        ("cut off", b'call_tries: 3\nquiet_hours: "22', "格式不对"),
        ("a number beyond all days", b"look_back_days: 99999999999999999999\n", "第1行：look_back_days"),
        ("a span beyond all days", "acknowledge: 999999999天\n".encode(), "第1行：acknowledge"),
    ):
        yield Hostile("policy.yaml", what, lambda _, text=text: text, named)  # type: ignore[misc]  # a default


def _ascii(good: bytes) -> str:
    return good.decode().encode("ascii", "ignore").decode()


def _other_way(good: bytes) -> bytes:
    return b"\xfe\xff" + good.decode().encode("utf-16-be")


def _heading(good: bytes) -> bytes:
    """The first line that is no remark."""
    return next(line for line in good.splitlines() if not line.startswith(b"#"))


def _shorter(good: bytes) -> bytes:
    """The last row loses its last cell."""
    rows = good.splitlines()
    last = len(rows) - 1
    return b"\n".join(row.rpartition(b",")[0] if no == last else row for no, row in enumerate(rows))


def _cut(good: bytes) -> bytes:
    """The file ends in the middle of its last row."""
    return good[: good.rindex(b",", 0, good.rindex(b","))]


def _swallowed(good: bytes) -> bytes:
    """A quote opens in the last cell of the first row and never closes: the rest of the table would be one cell."""
    rows = good.splitlines(keepends=True)
    heading = next(no for no, row in enumerate(rows) if not row.startswith(b"#"))
    before, _, after = rows[heading + 1].rpartition(b",")
    rows[heading + 1] = before + b',"' + after
    return b"".join(rows)
