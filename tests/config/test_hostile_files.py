"""Files that are broken, hostile or something else altogether: one sentence that says where and what, and soon."""

import os
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from config.load import Centre, load
from config.textfile import LARGEST_SETTINGS, LARGEST_TABLE, read_text
from domain.failures import Misconfigured
from tests.config.hostile import FILES, TABLES, Hostile, everything
from tests.config.samples import sample


@pytest.mark.parametrize("hostile", everything(), ids=str)
def test_a_hostile_file_is_one_sentence_naming_it(tmp_path: Path, hostile: Hostile) -> None:
    directory = sample(tmp_path)
    path = directory / hostile.file
    path.write_bytes(hostile.spoil(path.read_bytes()))

    with pytest.raises(Misconfigured) as stopped:
        load(directory, {})

    said = str(stopped.value)
    assert said.startswith(f"{hostile.file} 第" if hostile.line else f"{hostile.file}：")
    assert hostile.named in said
    assert said.endswith(("。", "duban init 目录"))
    assert "\n" not in said
    assert len(said) < 1500


@pytest.mark.parametrize("file", FILES)
def test_what_is_no_plain_file_is_not_waited_for(tmp_path: Path, file: str) -> None:
    directory = sample(tmp_path)
    (directory / file).unlink()
    os.mkfifo(directory / file)

    with pytest.raises(Misconfigured, match=f"^{file}：读不到"):
        # A pipe nobody writes to would keep the program waiting for ever.
        read_text(directory / file)
    if file not in ("calendar.csv", "texts.toml"):
        with pytest.raises(Misconfigured, match=f"^{file}：读不到"):
            load(directory, {})


def test_a_file_just_within_the_limit_is_read_and_one_letter_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "x"
    for largest in (LARGEST_SETTINGS, LARGEST_TABLE):
        path.write_bytes(b"x" * largest)
        assert len(read_text(path, largest)) == largest
        path.write_bytes(b"x" * (largest + 1))
        with pytest.raises(Misconfigured, match="应不超过"):
            read_text(path, largest)


def test_a_table_of_thousands_is_still_read(tmp_path: Path) -> None:
    directory = sample(tmp_path)
    with (directory / "people.csv").open("a", encoding="utf-8") as people:
        people.writelines(f"p{no},张示例,159{no:08d},zx,,\n" for no in range(10_000))

    assert len(load(directory, {}).directory.people) > 10_000


def test_remarks_may_hold_any_quotes_and_cells_any_line_break(tmp_path: Path) -> None:
    directory = sample(tmp_path)
    path = directory / "calendar.csv"
    text = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(
        f'# 例："a, "b\n{text[:-1]}\n# "\n2026-12-30,no,"调\n休","通""知"\n2026-12-31,what,,\n',
        encoding="utf-8",
    )

    with pytest.raises(Misconfigured) as stopped:
        load(directory, {})

    # Of a row over two lines the first is named, and those after it are still right.
    assert f"第{text.count(chr(10)) + 6}行" in str(stopped.value)
    assert "what" in str(stopped.value)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good centre; whoever spoils a file of it mends it."""
    return sample(tmp_path_factory.mktemp("whole"))


@given(file=st.sampled_from(FILES), octets=st.binary(max_size=600))
@example(file="texts.toml", octets=b"")
@settings(max_examples=150, deadline=None)
def test_any_octets_are_a_centre_or_one_sentence(whole: Path, file: str, octets: bytes) -> None:
    _centre_or_sentence(whole, file, octets)


PIECES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "\n",
            "\r",
            ",",
            '"',
            "'",
            "#",
            ":",
            " ",
            "\t",
            "- ",
            "[",
            "]",
            "{",
            "}",
            "=",
            ".",
            "&a ",
            "*a",
            "!!int ",
            "? ",
        ]
    ),
    st.sampled_from(
        [
            "\\u0000",
            "\u2028",
            "\ufeff",
            "\u202e",
            "9" * 5000,
            ".inf",
            ".nan",
            "~",
            "0x",
            "1e999",
            "<<: ",
            "---\n",
        ]
    ),
    st.sampled_from(["2026-02-30", "0000-00-00", "99:99", "-1", "true", "是", "天", "工作日", "１２", "²"]),
)


@given(data=st.data(), file=st.sampled_from(FILES))
@settings(max_examples=200, deadline=None)
def test_a_good_file_with_something_put_into_it_is_a_centre_or_one_sentence(
    whole: Path, data: st.DataObject, file: str
) -> None:
    good = (whole / file).read_text(encoding="utf-8")
    begins = data.draw(st.integers(0, len(good)), label="begins")
    ends = data.draw(st.integers(begins, min(len(good), begins + 20)), label="ends")
    put = "".join(data.draw(st.lists(PIECES, max_size=6), label="put"))
    spoilt = good[:begins] + put + good[ends:]

    _centre_or_sentence(whole, file, spoilt.encode("utf-8", "surrogatepass"))


@given(data=st.data(), file=st.sampled_from(FILES))
@settings(max_examples=100, deadline=None)
def test_a_file_cut_off_anywhere_is_a_centre_or_one_sentence(
    whole: Path, data: st.DataObject, file: str
) -> None:
    good = (whole / file).read_bytes()

    _centre_or_sentence(whole, file, good[: data.draw(st.integers(0, len(good)))])


def _centre_or_sentence(directory: Path, file: str, octets: bytes) -> None:
    """Anything else that is raised fails the test; the file is whole again afterwards."""
    good = (directory / file).read_bytes()
    (directory / file).write_bytes(octets)
    try:
        centre = load(directory, {})
    except Misconfigured as stopped:
        said = str(stopped)
        # A code that is gone from one table is missed where another one uses it; other files are named by the settings.
        assert said.startswith(file) or file in TABLES or file == "duban.toml"
        assert "\n" not in said
    else:
        assert isinstance(centre, Centre)
    finally:
        (directory / file).write_bytes(good)
