"""Alibaba Cloud SMS (阿里云短信), dysmsapi version 2017-05-25: template texts out, two webhooks in (`sms.md` §6).

Vendor documents: help.aliyun.com/zh/sms/developer-reference, "SendSms" (API 2017-05-25), read November 2026.
The signature is in `alibaba_signature.py`, the error codes in `alibaba_codes.py`, the webhooks in `alibaba_push.py`.
"""

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, ClassVar

import aiohttp
from pydantic import ConfigDict, Field, PlainValidator, TypeAdapter, ValidationError
from yarl import URL

from adapters.sms.alibaba_codes import failure_of, failure_without_code
from adapters.sms.alibaba_push import PushReader
from adapters.sms.alibaba_signature import Call, canonical_query, signed_headers
from adapters.sms.port import Arrival, Capabilities, Clock, Gateway, Health, Parsed, PushAnswer
from config.secret import Secret
from domain.economy import Share
from domain.faces import Sent, SmsKind, SmsText
from domain.failures import Misconfigured, Permanent, Transient, Unknown

NAME = "alibaba"
_VERSION = "2017-05-25"
_ENDPOINT = URL("https://dysmsapi.aliyuncs.com")
_ENDPOINT_WANTED = "should be an address like https://dysmsapi.aliyuncs.com, with no path"
_ANSWER_LIMIT = 65_536
_JSON = "application/json"
_BIZ_ID = re.compile(r"[!-~]{1,255}")
_CODE = re.compile(r"[A-Za-z0-9_.\-]{1,64}")

# The manual prints these answers with Chinese words (接收成功, 成功); the bytes are theirs, not a text of ours.
_TAKEN = PushAnswer(200, b'{"code":0,"msg":"\xe6\x8e\xa5\xe6\x94\xb6\xe6\x88\x90\xe5\x8a\x9f"}', _JSON)
_CHECKED = PushAnswer(200, b'{"code":0,"msg":"\xe6\x88\x90\xe5\x8a\x9f"}', _JSON)


def _secret(word: object) -> Secret:
    if isinstance(word, Secret) and word:
        return word
    if isinstance(word, str) and word:
        return Secret(word)
    raise ValueError("should be a text that is not empty")


def _endpoint(written: object) -> URL:
    try:
        url = written if isinstance(written, URL) else URL(str(written))
    except ValueError:
        raise ValueError(_ENDPOINT_WANTED) from None
    if url.scheme not in ("http", "https") or not url.host or url != url.origin() / "":
        raise ValueError(_ENDPOINT_WANTED)
    return url.origin()


Text = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Settings:
    """The gateway's section of `duban.toml`."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", hide_input_in_errors=True)

    access_key_id: Text
    access_key_secret: Annotated[Secret, PlainValidator(_secret)]
    sign_name: Text
    """The registered signature (签名), without its brackets."""
    templates: Mapping[SmsKind, Text] = field(default_factory=dict)
    """Kind of text to code of the registered template (模板CODE)."""
    endpoint: Annotated[URL, PlainValidator(_endpoint)] = _ENDPOINT
    """Scheme and host, perhaps a port; a stand-in has its own."""
    timeout_s: Annotated[float, Field(gt=0, le=120)] = 10.0
    """Longest wait for an answer; after it nobody knows whether the text went out. The manual wants 1 or more."""
    daily_per_number: Annotated[int, Field(ge=1, le=1_000_000)] = 50
    """So many texts of one template the account may send one number in a day."""
    connect_timeout_s: Annotated[float, Field(gt=0, le=60)] = 5.0
    """Longest wait for a connection; after it the text surely did not go out."""

    def without_template(self) -> tuple[SmsKind, ...]:
        """Kinds of text for which no template is named: these cannot be sent."""
        return tuple(kind for kind in SmsKind if kind not in self.templates)


class AlibabaGateway:
    """The gateway itself. `session` is shared and belongs to whoever built it."""

    def __init__(self, settings: Settings, session: aiohttp.ClientSession, clock: Clock) -> None:
        self._settings = settings
        self._session = session
        self._clock = clock
        secret = settings.access_key_secret.reveal()
        self._pushes = PushReader(NAME, secret.encode())
        self._timeout = aiohttp.ClientTimeout(
            total=settings.connect_timeout_s + settings.timeout_s,
            connect=settings.connect_timeout_s,
            sock_connect=settings.connect_timeout_s,
            sock_read=settings.timeout_s,
        )

    @property
    def name(self) -> str:
        """Its name in settings, path and events."""
        return NAME

    @property
    def capabilities(self) -> Capabilities:
        """Templates only, and no conversation key: the extension is the platform's own (`sms.md` §1.1)."""
        return Capabilities(
            free_text=False,
            extension_digits=0,
            reports=True,
            echoes_our_id=True,
            arrival=Arrival.PUSH,
            max_units=500,
            per_number=Share(self._settings.daily_per_number, timedelta(days=1)),
        )

    async def send(self, phone: str, text: SmsText, our_id: str) -> Sent:
        """SendSms for one phone. Not idempotent: what ends in `Unknown` must not simply be sent again."""
        template = self._settings.templates.get(text.kind)
        if template is None:
            raise Permanent("no_template", f"No template is named for texts of the kind {text.kind.value}.")
        parameters = (
            ("PhoneNumbers", phone),
            ("SignName", self._settings.sign_name),
            ("TemplateCode", template),
            ("TemplateParam", json.dumps(dict(text.variables), ensure_ascii=False)),
            ("OutId", our_id),
        )
        status, body = await self._call(parameters)
        return _sent(status, body)

    def parse(self, body: bytes, received_at: datetime) -> Parsed:
        """Citizens' texts and delivery reports out of one push."""
        return self._pushes.read(body, received_at)

    def taken(self) -> PushAnswer:
        """`{"code":0,"msg":"接收成功"}`: they look at the status and at whether code is a number."""
        return _TAKEN

    def checked(self) -> PushAnswer:
        """`{"code":0,"msg":"成功"}`, the answer to the GET the console makes when the address is saved."""
        return _CHECKED

    async def health(self) -> Health:
        """Any HTTP answer at the endpoint means it can be reached; nothing is signed and nothing sent."""
        try:
            async with self._session.head(
                self._settings.endpoint, timeout=self._timeout, allow_redirects=False
            ):
                return Health(reachable=True, sentence="The gateway can be reached.")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            sentence = f"The gateway cannot be reached ({type(error).__name__}): check endpoint and network."
            return Health(reachable=False, sentence=sentence)

    async def start(self) -> None:
        """Nothing to begin: texts come by webhook."""

    async def stop(self) -> None:
        """Nothing to end: the session is not ours."""

    async def _call(self, parameters: tuple[tuple[str, str], ...]) -> tuple[int, bytes]:
        # Errors are raised `from None`: aiohttp's own carry the address, and the phone number is in it.
        url = URL(f"{str(self._settings.endpoint).rstrip('/')}/?{canonical_query(parameters)}", encoded=True)
        headers = signed_headers(
            Call(
                host=self._settings.endpoint.host_port_subcomponent or "",
                action="SendSms",
                version=_VERSION,
                parameters=parameters,
            ),
            key_id=self._settings.access_key_id,
            key_secret=self._settings.access_key_secret.reveal(),
            at=self._clock(),
            nonce=secrets.token_hex(16),
        )
        try:
            async with self._session.post(
                url, headers=headers, timeout=self._timeout, allow_redirects=False
            ) as response:
                return response.status, await _read_limited(response)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise Transient("not_connected", "The gateway could not be reached.") from None
        except TimeoutError:
            raise Unknown("timeout", "The gateway did not answer in time: it may have been sent.") from None
        except (aiohttp.ClientError, OSError):
            raise Unknown("lost", "The connection broke before the answer: it may have been sent.") from None


async def _read_limited(response: aiohttp.ClientResponse) -> bytes:
    gathered = bytearray()
    async for chunk in response.content.iter_any():
        gathered += chunk
        if len(gathered) > _ANSWER_LIMIT:
            return b""
    return bytes(gathered)


def _sent(status: int, body: bytes) -> Sent:
    """The answer read: HTTP 200 with Code "OK" is the only success (`sms.md` §6.1)."""
    try:
        answer: object = json.loads(body)
    except (ValueError, RecursionError):
        raise failure_without_code(status) from None
    code = answer.get("Code") if isinstance(answer, dict) else None
    if not isinstance(answer, dict) or not isinstance(code, str) or _CODE.fullmatch(code) is None:
        raise failure_without_code(status)
    if code != "OK":
        raise failure_of(code, status)
    biz_id = answer.get("BizId")
    return Sent(provider_id=biz_id if isinstance(biz_id, str) and _BIZ_ID.fullmatch(biz_id) else "")


def build(section: Mapping[str, object], session: aiohttp.ClientSession, clock: Clock) -> Gateway:
    """The gateway from its section of `duban.toml`. Raises `Misconfigured` naming each wrong key, no values."""
    try:
        settings = TypeAdapter(Settings).validate_python(dict(section))
    except ValidationError as wrong:
        faults = "; ".join(
            f"sms.{NAME}.{'.'.join(str(step) for step in fault['loc'])}: {fault['msg']}"
            for fault in wrong.errors(include_input=False, include_url=False, include_context=False)
        )
        raise Misconfigured(faults) from None
    return AlibabaGateway(settings, session, clock)
