"""Whatever a stranger or a bad line sends: one sentence, a 4xx, and nothing changed."""

import asyncio
import gzip
import json

import pytest
import structlog

from adapters.standins.dingtalk.pictures import picture
from tests.site.house import FINDINGS, Phone, Site, filled

# The reader warns of each bad header; outside tests that is a line in nobody's log.
pytestmark = pytest.mark.filterwarnings("ignore::aiohttp.BadContentDispositionHeader")

BOUNDARY = "----frontier"
FORM = f"multipart/form-data; boundary={BOUNDARY}"


def part(name: str, content: bytes, extra: str = "") -> bytes:
    disposition = f'Content-Disposition: form-data; name="{name}"{extra}\r\n\r\n'
    return f"--{BOUNDARY}\r\n{disposition}".encode() + content + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()
WHOLE = part("findings", json.dumps(FINDINGS).encode()) + part("photo", picture("甲"), '; filename="1.png"')


async def refused(phone: Phone, answer: tuple[int, dict[str, object]], status: int, sentence: str) -> None:
    assert answer[0] == status
    assert answer[1]["ok"] is False
    assert sentence in str(answer[1]["message"])
    assert str(answer[1]["message"]).endswith("。")
    assert phone.site.office.taken == []
    assert phone.site.office.kept == {}
    # The page and the connection are as good as before.
    assert (await phone.send())[0] == 200


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", FORM),
        (b"", "text/plain"),
        (b"{}", "application/json"),
        (b"findings=%5B%5D", "application/x-www-form-urlencoded"),
        (WHOLE, FORM),
        (WHOLE[:200], FORM),
        (WHOLE[:-40], FORM),
        (WHOLE + END, "multipart/form-data"),
        (WHOLE + END, "multipart/form-data; boundary=another"),
        (WHOLE + END, f"multipart/form-data; boundary={'x' * 200}"),
        (b"\x00" * 5_000, FORM),
        (f"--{BOUNDARY}\r\n".encode() + b"X" * 20_000, FORM),
        (f"--{BOUNDARY}\r\nno header at all\r\n\r\nx\r\n".encode() + END, FORM),
        (
            f"--{BOUNDARY}\r\nContent-Type: multipart/mixed; boundary=in\r\n\r\n--in\r\n\r\nx\r\n--in--\r\n".encode()
            + END,
            FORM,
        ),
        (part("findings", b"\xff\xfe[]") + END, FORM),
        (part("_charset_", b"x" * 100) + WHOLE + END, FORM),
        (b"".join(part(f"f{n}", b"x") for n in range(60)) + END, FORM),
    ],
    ids=[
        "nothing", "nothing, plain", "json", "urlencoded", "no end", "cut early", "cut late", "no boundary", "other boundary",
        "long boundary", "zeros", "endless header", "no header", "nested", "not utf-8", "bad charset", "many fields",
    ],
)  # fmt: skip
async def test_a_body_that_is_no_whole_form_is_refused(phone: Phone, body: bytes, content_type: str) -> None:
    await phone.facts()
    await refused(phone, await phone.send_raw(body, content_type), 400, "未收下")


async def test_a_whole_form_by_hand_is_taken(phone: Phone) -> None:
    await phone.facts()
    assert (await phone.send_raw(WHOLE + END, FORM))[0] == 200


async def test_a_field_whose_name_cannot_be_read_is_not_taken_for_another(phone: Phone) -> None:
    await phone.facts()
    nameless = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=\r\n\r\n[]\r\n".encode()
    await refused(phone, await phone.send_raw(nameless + END, FORM), 400, "逐条结果")


async def test_a_connection_that_breaks_off_changes_nothing_and_is_no_alarm(phone: Phone, site: Site) -> None:
    await phone.facts()
    [cookie] = phone.session.cookie_jar
    head = (
        f"POST {site.path()} HTTP/1.1\r\nHost: site\r\nCookie: {cookie.key}={cookie.value}\r\n"
        f"Content-Type: {FORM}\r\nContent-Length: 9000\r\n\r\n"
    )
    _, writer = await asyncio.open_connection(site.server.host, site.server.port)

    with structlog.testing.capture_logs() as lines:
        writer.write(head.encode() + WHOLE[:150])
        await writer.drain()
        writer.transport.abort()
        assert (await phone.send())[0] == 200

    assert len(site.office.taken) == 1
    assert all(line["event"] != "site_page_failed" for line in lines)


@pytest.mark.parametrize("body", [b"no gzip at all", gzip.compress(WHOLE)[:60]], ids=["garbage", "cut off"])
async def test_a_body_not_packed_as_it_says_is_refused(phone: Phone, body: bytes) -> None:
    await phone.facts()
    # What follows a body that cannot be unpacked cannot be read either, so this connection ends.
    headers = {"Content-Type": FORM, "Content-Encoding": "gzip", "Connection": "close"}
    async with phone.session.post(phone.site.url(), data=body, headers=headers) as answer:
        await refused(phone, (answer.status, await answer.json()), 400, "未收下")


async def test_a_body_that_unfolds_into_too_much_is_refused(phone: Phone) -> None:
    await phone.facts()
    bomb = gzip.compress(part("photo", picture("甲") + b"\x00" * 50_000_000, '; filename="1.png"') + END)
    headers = {"Content-Type": FORM, "Content-Encoding": "gzip"}
    async with phone.session.post(phone.site.url(), data=bomb, headers=headers) as answer:
        assert len(bomb) < 100_000
        await refused(phone, (answer.status, await answer.json()), 413, "未收下")


@pytest.mark.parametrize(
    "findings",
    [
        "",
        "null",
        "{}",
        "[1]",
        "[null]",
        "[[]]",
        '[{"item":1}]',
        '[{"passed":true}]',
        '[{"item":"1","passed":true}]',
        '[{"item":true,"passed":true}]',
        '[{"item":1.0,"passed":true}]',
        '[{"item":0,"passed":true}]',
        '[{"item":-1,"passed":true}]',
        '[{"item":99999999999999999999,"passed":true}]',
        '[{"item":1,"passed":1}]',
        '[{"item":1,"passed":"true"}]',
        '[{"item":1,"passed":null}]',
        '[{"item":1,"passed":true,"note":5}]',
        '[{"item":1,"passed":true,"note":null}]',
        '[{"item":1,"passed":true},{"item":1,"passed":false}]',
        "[" + '{"item":1,"passed":true},' * 300 + "{}]",
        "[" * 30_000,
        '[{"item":' + "9" * 5_000 + ',"passed":true}]',
        '[{"item":NaN,"passed":true}]',
        "[{'item':1,'passed':true}]",
    ],
)
async def test_ticks_that_cannot_be_read_are_refused(phone: Phone, findings: str) -> None:
    await phone.facts()
    await refused(phone, await phone.send(filled(fields={"findings": findings})), 400, "逐条")


@pytest.mark.parametrize(
    "where",
    [
        {"latitude": "", "longitude": "120"},
        {"accuracy": ""},
        {"latitude": "91"},
        {"longitude": "-180.5"},
        {"latitude": "nan"},
        {"longitude": "inf"},
        {"accuracy": "nan"},
        {"accuracy": "-1"},
        {"accuracy": "1e300"},
        {"latitude": "北纬三十度"},
        {"latitude": "1" * 5000},
    ],
)
async def test_a_position_that_cannot_be_is_refused(phone: Phone, where: dict[str, str]) -> None:
    await phone.facts()
    await refused(phone, await phone.send(filled(fields=where)), 400, "定位")


async def test_an_unknown_kind_is_refused(phone: Phone) -> None:
    await phone.facts()
    await refused(phone, await phone.send(filled(fields={"kind": "hearsay"})), 400, "核实方式")


async def test_words_beyond_the_limit_are_refused(phone: Phone) -> None:
    await phone.facts()
    await refused(phone, await phone.send(filled(fields={"note": "长" * 51})), 400, "超过50字")


async def test_a_note_of_one_item_beyond_the_limit_is_refused(phone: Phone) -> None:
    await phone.facts()
    long = json.dumps([{"item": 1, "passed": False, "note": "长" * 51}])
    await refused(phone, await phone.send(filled(fields={"findings": long})), 400, "超过50字")


async def test_half_a_letter_is_refused(phone: Phone) -> None:
    await phone.facts()
    half = '[{"item":1,"passed":true,"note":"\\ud83d"}]'
    await refused(phone, await phone.send(filled(fields={"findings": half})), 400, "未收下")


async def test_control_letters_are_left_out(phone: Phone, site: Site) -> None:
    await phone.facts()
    await phone.send(filled(fields={"note": "\x00装\x07好\n\t了\x1b[31m"}))

    assert site.office.taken[0].note == "装好\n\t了[31m"


async def test_a_photo_beyond_the_limit_is_refused_by_its_number(phone: Phone) -> None:
    await phone.facts()
    big = picture("大") + b"\x00" * 20_480
    await refused(phone, await phone.send(filled([picture("甲"), big])), 413, "第2张照片")


async def test_more_photos_than_allowed_are_refused(phone: Phone) -> None:
    await phone.facts()
    photos = [picture(str(n)) for n in range(4)]
    await refused(phone, await phone.send(filled(photos)), 413, "超过3张")


@pytest.mark.parametrize("chunked", [False, True], ids=["announced", "not announced"])
async def test_a_body_beyond_the_limit_is_refused(phone: Phone, chunked: bool) -> None:
    await phone.facts()
    body = b"".join(part(f"f{n}", b"x" * 10_000) for n in range(5)) + END

    async def pieces() -> object:
        yield body

    headers = {"Content-Type": FORM}
    async with phone.session.post(
        phone.site.url(), data=pieces() if chunked else body, headers=headers
    ) as answer:
        await refused(phone, (answer.status, await answer.json()), 413, "删掉几张")


@pytest.mark.parametrize(
    ("photo", "sentence"),
    [
        (b"", "第2张照片是空的"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "第2张照片不是照片"),
        (b"<html><script>alert(1)</script></html>", "第2张照片不是照片"),
        (b"GIF89a" + b"\x00" * 50, "第2张照片不是照片"),
        (b"%PDF-1.4", "第2张照片不是照片"),
        (b"PK\x03\x04", "第2张照片不是照片"),
        (picture("甲")[:-8], "第2张照片不完整"),
    ],
)
async def test_a_file_that_is_no_whole_photo_is_refused_by_its_number(
    phone: Phone, photo: bytes, sentence: str
) -> None:
    await phone.facts()
    await refused(phone, await phone.send(filled([picture("乙"), photo])), 400, sentence)


async def test_the_log_of_a_refusal_names_the_fault_and_nothing_personal(phone: Phone) -> None:
    await phone.facts()
    with structlog.testing.capture_logs() as lines:
        await phone.send(filled(fields={"note": "13800001234" * 9}))

    assert lines == [
        {"event": "site_upload_refused", "visit": 72, "fault": "words_too_long", "log_level": "warning"}
    ]


async def test_nobody_uploads_without_an_opened_page(phone: Phone, site: Site) -> None:
    status, told = await phone.send_raw(b"\x00" * 30_000, FORM)

    assert status == 403
    assert "没有打开过" in str(told["message"])
    assert site.office.looks == []
