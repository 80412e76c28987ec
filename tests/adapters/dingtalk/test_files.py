"""Fetching what people sent, without being led astray."""

from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from adapters.dingtalk.calls import DOWNLOAD
from adapters.dingtalk.files import Files
from adapters.dingtalk.magic import media_type_of
from adapters.dingtalk.resolver import PrivateAddress, PublicResolver, is_public
from domain.failures import Permanent, Transient
from tests.adapters.dingtalk.office import hangs_up, says

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


def gives(content: bytes, status: int = 200, **headers: str) -> Any:
    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(body=content, status=status, headers=headers)

    return answer


def link(desk: Any, address: str | None = None) -> None:
    desk.office.on(DOWNLOAD.path, says({"downloadUrl": address or f"{desk.office.base}/file?Expires=1"}))


async def test_a_file_is_fetched_by_its_code_and_known_by_its_content(desk: Any) -> None:
    link(desk)
    desk.office.on("/file", gives(PNG))
    fetched = await Files(desk.api).fetch("dc-1")

    assert (fetched.content, fetched.media_type) == (PNG, "image/png")
    assert desk.office.calls(DOWNLOAD.path)[0].body == {"downloadCode": "dc-1", "robotCode": "dingapp"}
    assert "x-acs-dingtalk-access-token" not in desk.office.calls("/file")[0].headers


async def test_an_expired_code_is_final(desk: Any) -> None:
    desk.office.on(DOWNLOAD.path, says({"code": "invalidParameter.robotCode.downloadCode"}, 400))
    with pytest.raises(Permanent):
        await Files(desk.api).fetch("dc-1")


async def chunked(request: web.Request) -> web.StreamResponse:
    stream = web.StreamResponse()
    stream.enable_chunked_encoding()
    await stream.prepare(request)
    for _ in range(40):
        await stream.write(b"0" * 65536)
    return stream


@pytest.mark.parametrize("big", [gives(b"0" * (1024 * 1024 + 1)), chunked], ids=["announced", "chunked"])
async def test_a_file_beyond_the_limit_is_refused(desk: Any, big: Any) -> None:
    link(desk)
    desk.office.on("/file", big)
    with pytest.raises(Permanent) as caught:
        await Files(desk.api).fetch("dc-1")
    assert caught.value.code == "too_large"


@pytest.mark.parametrize(
    "unlucky", [gives(b"", 403), gives(b"", 500), gives(b"", 302, Location="/x"), hangs_up]
)
async def test_a_broken_link_is_tried_again_later(desk: Any, unlucky: Any) -> None:
    link(desk)
    desk.office.on("/file", unlucky)
    with pytest.raises(Transient):
        await Files(desk.api).fetch("dc-1")
    assert not desk.office.calls("/x")


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://1.2.3.4/x",
        "//nohost",
        "http://u:p@example.com/",
        "http://127.0.0.1/x",
        "http://10.1.2.3/x",
        "http://169.254.169.254/latest",
        "http://[::1]/x",
        "http://[::ffff:127.0.0.1]/x",
        "http://localhost/x",
        "http://2130706433/x",
    ],
)
async def test_links_that_lead_inside_are_not_followed(desk: Any, address: str) -> None:
    link(desk, address)
    files = Files(desk.api)
    files._settings = replace(desk.api.settings, allow_private_downloads=False)
    with pytest.raises(Permanent) as caught:
        await files.fetch("dc-1")
    assert caught.value.code == "link"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("1.1.1.1", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("192.168.0.1", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("fe80::1%eth0", False),
        ("::", False),
        ("words", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


async def test_a_name_that_leads_home_is_not_resolved() -> None:
    resolver = PublicResolver()
    with pytest.raises(PrivateAddress):
        await resolver.resolve("localhost", 80)
    await resolver.close()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (PNG, "image/png"),
        (b"GIF89a...", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
        (b"\x00\x00\x00\x18ftypqt  ", "video/quicktime"),
        (b"#!AMR\nxx", "audio/amr"),
        (b"OggSxx", "audio/ogg"),
        (b"%PDF-1.7", "application/pdf"),
        (b"PK\x03\x04xx", "application/zip"),
        (b"<html>", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_what_a_file_really_is(content: bytes, kind: str) -> None:
    assert media_type_of(content) == kind
