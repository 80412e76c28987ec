"""Where Chinese words and clocks may stand, and where not."""

import ast

import pytest

from tests.house.sources import chinese, literals, modules

MAY_SPEAK = {
    "config/texts/": "everything we say and understand",
    "handlers/commands/": "a command's names, usage and example stand with its function",
    "adapters/standins/": "what the platforms themselves say",
    "bot/__main__.py": "the command line's own help",
    "bot/cli/": "what operators read at the command line",
    "bot/rehearsal/": "the language stories are written in, and the transcript",
    "bot/demo/": "the demo page",
    "bot/stage/": "the demo's and the rehearsals' supervision group",
    "bot/travel.py": "why a rehearsal got stuck",
    "bot/program.py": "why the program does not start, and what still moves",
    "bot/build.py": "why the program does not start",
    "bot/delivery/wording.py": "why a message was not sent, kept for the operator",
    "config/people.py": "dates as the centre writes them in its CSV files",
    "domain/policy.py": "the clauses by which the built-in limits are cited (`domain.md` §7.1)",
}
"""Path prefix and reason. Shorter is better: words belong to `config/texts`."""

MAY_LOOK_AT_A_CLOCK = {
    "bot/clock.py": "the program's only clock",
    "adapters/standins/": "the stand-ins are somebody else's servers",
    "store/sqlite.py": "how long writers share a commit: a stopwatch, no moment",
}

CLOCKS = {
    "datetime": {"now", "utcnow", "today", "fromtimestamp", "utcfromtimestamp"},
    "date": {"today"},
    "time": {"time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "localtime", "gmtime"},
}


def test_chinese_words_stand_only_where_words_belong() -> None:
    found = [
        f"{path}:{line}: {text[:40]}"
        for path, tree in modules()
        if not path.startswith(tuple(MAY_SPEAK))
        for line, text in literals(tree)
        if chinese(text)
    ]

    assert found == []


def test_only_the_clock_reads_a_clock() -> None:
    found = [
        f"{path}:{call.lineno}: {ast.unparse(call)}"
        for path, tree in modules()
        if not path.startswith(tuple(MAY_LOOK_AT_A_CLOCK))
        for call in _calls_on_modules(tree)
        if _reads_a_clock(call)
    ]

    assert found == []


def test_no_moment_is_naive() -> None:
    found = [
        f"{path}:{call.lineno}: {ast.unparse(call)}"
        for path, tree in modules()
        for call in _calls_on_modules(tree)
        if _is_on(call, "datetime", CLOCKS["datetime"]) and not _names_a_zone(call)
    ]

    assert found == []


@pytest.mark.parametrize("allowed", [*MAY_SPEAK, *MAY_LOOK_AT_A_CLOCK])
def test_an_exception_nobody_needs_any_more_is_taken_off_the_list(allowed: str) -> None:
    def needed(tree: ast.Module) -> bool:
        if allowed in MAY_SPEAK:
            return any(chinese(text) for _, text in literals(tree))
        return any(_reads_a_clock(call) for call in _calls_on_modules(tree))

    assert any(needed(tree) for path, tree in modules() if path.startswith(allowed))


def test_the_scan_finds_what_it_looks_for() -> None:
    tree = ast.parse('def f():\n    """说明"""\n    say("你好")\n    datetime.now()\n    datetime.now(UTC)\n')

    assert [text for _, text in literals(tree) if chinese(text)] == ["你好"]
    assert [_names_a_zone(call) for call in _calls_on_modules(tree)] == [False, True]


def _calls_on_modules(tree: ast.Module) -> list[ast.Call]:
    return [
        one
        for one in ast.walk(tree)
        if isinstance(one, ast.Call)
        and isinstance(one.func, ast.Attribute)
        and isinstance(one.func.value, ast.Name)
    ]


def _is_on(call: ast.Call, name: str, methods: set[str]) -> bool:
    function = call.func
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == name
        and function.attr in methods
    )


def _reads_a_clock(call: ast.Call) -> bool:
    written = ("fromtimestamp", "utcfromtimestamp")
    return any(_is_on(call, name, methods - set(written)) for name, methods in CLOCKS.items())


def _names_a_zone(call: ast.Call) -> bool:
    return bool(
        call.args[1:] or call.keywords or (call.args and ast.unparse(call).startswith("datetime.now"))
    )
