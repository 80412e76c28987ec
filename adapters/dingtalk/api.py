"""Calls to DingTalk over one shared session: token, pace, time-out, and every failure in our words (`dingtalk.md` §14).

No error text names an address: the old host wants the token in it.
"""

import time
from collections.abc import Callable
from datetime import timedelta

import aiohttp

from adapters.dingtalk.answers import read_answer
from adapters.dingtalk.calls import Call, Host
from adapters.dingtalk.errors import BANNED, Cure, Trouble, trouble_of, unreachable
from adapters.dingtalk.loose import Json, object_of, text_at, whole_number
from adapters.dingtalk.rate import Rate
from adapters.dingtalk.settings import DingTalkSettings
from adapters.dingtalk.tokens import Shelf, Token, Tokens
from domain.failures import Transient, Unknown

TOKEN_PATH = "/v1.0/oauth2/accessToken"  # noqa: S105 - an address, not a token
_TOKEN_HEADER = "x-acs-dingtalk-access-token"  # noqa: S105 - a header's name
_CONNECT_S = 5.0
_DEFAULT_LIFE_S = 7200.0
_NEVER_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


class Api:
    """Makes one call and gives its answer, or raises `Transient`, `Permanent` or `Unknown`.

    `spend` is told the name of each call that counts against the month's quota; calls that were throttled or never
    reached DingTalk do not count there and are not told (§14.2).
    """

    def __init__(
        self,
        settings: DingTalkSettings,
        session: aiohttp.ClientSession,
        rate: Rate,
        spend: Callable[[str], None],
        *,
        monotonic: Callable[[], float] = time.monotonic,
        shelf: Shelf | None = None,
    ) -> None:
        self.settings = settings
        self._session = session
        self._rate = rate
        self._spend = spend
        self._monotonic = monotonic
        self._tokens = Tokens(self._fetch_token, monotonic, shelf)
        self._banned_until_s = 0.0
        limit = settings.call_timeout_s
        self._timeout = aiohttp.ClientTimeout(total=limit, connect=min(_CONNECT_S, limit / 2))

    async def ask(self, call: Call, body: Json, *, urgent: bool = False) -> Json:
        """One call with a JSON body. A refused token is renewed and the call made once more."""
        return await self._with_token(call, lambda: {"json": dict(body)}, {}, urgent=urgent)

    async def upload(self, call: Call, form: Callable[[], aiohttp.FormData], query: dict[str, str]) -> Json:
        """One call with a form, built anew for each try because sending uses it up."""
        return await self._with_token(call, lambda: {"data": form()}, query, urgent=False)

    async def ask_openly(self, call: Call, url: str, body: Json, *, urgent: bool = False) -> Json:
        """One call that needs no token, to an address already found trustworthy."""
        self._not_banned()
        if call.limited:
            await self._rate.take(urgent=urgent)
        answer, trouble = await self._exchange(call, url, {"json": dict(body)}, {}, {})
        if trouble is not None:
            raise trouble.failure(repeatable=call.repeatable)
        return answer

    def doubt_token(self) -> None:
        """Another worker's token was refused: before the next call ours is looked at again."""
        self._tokens.doubt()

    async def _with_token(
        self, call: Call, content: Callable[[], dict[str, object]], query: dict[str, str], *, urgent: bool
    ) -> Json:
        self._not_banned()
        token = await self._tokens.current()
        await self._rate.take(urgent=urgent)
        answer, trouble = await self._shown(call, token, content(), query)
        if trouble is not None and trouble.fault.cure is Cure.TOKEN:
            token = await self._tokens.instead_of(token)
            await self._rate.take(urgent=urgent)
            answer, trouble = await self._shown(call, token, content(), query)
        if trouble is not None:
            raise trouble.failure(repeatable=call.repeatable)
        return answer

    async def _shown(
        self, call: Call, token: str, content: dict[str, object], query: dict[str, str]
    ) -> tuple[Json, Trouble | None]:
        if call.host is Host.API:
            url = self.settings.api_base.rstrip("/") + call.path
            return await self._exchange(call, url, content, {_TOKEN_HEADER: token}, query)
        url = self.settings.oapi_base.rstrip("/") + call.path
        return await self._exchange(call, url, content, {}, {**query, "access_token": token})

    async def _exchange(
        self, call: Call, url: str, content: dict[str, object], headers: dict[str, str], query: dict[str, str]
    ) -> tuple[Json, Trouble | None]:
        try:
            status, body, text = await self._request(call.method, url, content, headers, query)
        except _NEVER_SENT as fault:
            raise unreachable(fault, sent=False, repeatable=True) from None
        except (aiohttp.ClientError, OSError, TimeoutError) as fault:
            self._count(call)
            raise unreachable(fault, sent=True, repeatable=call.repeatable) from None
        trouble = trouble_of(status, body, text)
        if trouble is None or trouble.fault.cure is not Cure.WAIT:
            self._count(call)
        if trouble is not None and trouble.fault is BANNED:
            self._banned_until_s = self._monotonic() + _seconds(trouble.fault.wait)
        return object_of(body), trouble

    async def _request(
        self,
        method: str,
        url: str,
        content: dict[str, object],
        headers: dict[str, str],
        query: dict[str, str],
    ) -> tuple[int, object, str]:
        async with self._session.request(
            method,
            url,
            params=query,
            json=content.get("json"),
            data=content.get("data"),
            headers={"Accept": "application/json", **headers},
            timeout=self._timeout,
            allow_redirects=False,
        ) as answer:
            body, text = await read_answer(answer)
            return answer.status, body, text

    async def _fetch_token(self) -> Token:
        question = {"appKey": self.settings.client_id, "appSecret": self.settings.client_secret.reveal()}
        try:
            status, body, text = await self._request(
                "POST", self.settings.api_base.rstrip("/") + TOKEN_PATH, {"json": question}, {}, {}
            )
        except (aiohttp.ClientError, OSError, TimeoutError) as fault:
            raise unreachable(fault, sent=True, repeatable=True) from None
        trouble = trouble_of(status, body, text)
        if trouble is not None:
            raise trouble.failure(repeatable=True)
        word = text_at(object_of(body), "accessToken", "access_token")
        if not word:
            raise Transient("no_token", "DingTalk's answer holds no access token")
        life_s = whole_number(object_of(body).get("expireIn")) or _DEFAULT_LIFE_S
        return Token(word, float(life_s))

    def _not_banned(self) -> None:
        """While shut out every further call lengthens it: none is made (§14.1)."""
        left_s = self._banned_until_s - self._monotonic()
        if left_s > 0:
            raise Transient("1111", BANNED.sentence, timedelta(seconds=left_s))

    def _count(self, call: Call) -> None:
        if call.counted:
            self._spend(call.name)


def _seconds(wait: timedelta | None) -> float:
    return wait.total_seconds() if wait is not None else 0.0


def not_understood(call: Call) -> Unknown | Transient:
    """The answer says it went right but does not hold what it must."""
    code, sentence = "odd_answer", f"the answer to {call.name} does not hold what it must"
    return Transient(code, sentence) if call.repeatable else Unknown(code, sentence)
