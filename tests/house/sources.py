"""The program's own source files, read as syntax trees."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOORS = ("bot", "handlers", "adapters", "store", "config", "domain")


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the six floors: its path from the root, and its tree."""
    for floor in FLOORS:
        for file in sorted((ROOT / floor).rglob("*.py")):
            yield file.relative_to(ROOT).as_posix(), ast.parse(file.read_text(encoding="utf-8"))


def literals(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every text constant with its line, without docstrings and bare strings under a field."""
    bare = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    for one in ast.walk(tree):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in bare:
            yield one.lineno, one.value


def chinese(text: str) -> bool:
    """Whether a Chinese character stands in it."""
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)
