"""Tokens and logins (`dingtalk.md` §2, §18)."""

from adapters.standins.dingtalk import reading
from adapters.standins.dingtalk.answers import CallRefused, OldCallRefused, refused
from adapters.standins.dingtalk.gate import Body, Call, Host
from adapters.standins.dingtalk.organisation import Person
from adapters.standins.dingtalk.reading import Json
from adapters.standins.dingtalk.world import Asked, World

USED_CODE = 40078


def app_token(world: World) -> str:
    """The app's token: the one that lives, renewed, or a new one."""
    life = world.rules.token_seconds
    tokens = world.secrets.tokens
    living = tokens.living(world.settings.client_id)
    if living is None:
        return tokens.issue(world.settings.client_id, life)
    tokens.renew(living, life)
    return living


async def access_token(asked: Asked) -> Json:
    """The older form."""
    given = (reading.text(asked.body, "appKey"), reading.text(asked.body, "appSecret"))
    if given != _credentials(asked.world):
        raise refused("invalidClientIdOrSecret", "无效的clientId或者clientSecret")
    return {"accessToken": app_token(asked.world), "expireIn": int(asked.world.rules.token_seconds)}


async def corp_token(asked: Asked) -> Json:
    """The newer, unified form."""
    if asked.parts["corp_id"] != asked.world.settings.corp_id:
        raise CallRefused(401, "unauthorized.client")
    if reading.text(asked.body, "grant_type") != "client_credentials":
        raise refused("unsupported.grant.type")
    given = (reading.text(asked.body, "client_id"), reading.text(asked.body, "client_secret"))
    if given != _credentials(asked.world):
        raise refused("invalid.client")
    return {"access_token": app_token(asked.world), "expires_in": int(asked.world.rules.token_seconds)}


async def old_token(asked: Asked) -> Json:
    """The old host's form; its tokens and the new ones are the same."""
    if (asked.query.get("appkey", ""), asked.query.get("appsecret", "")) != _credentials(asked.world):
        raise OldCallRefused(40089, "不合法的appKey或appSecret")
    return {"access_token": app_token(asked.world), "expires_in": int(asked.world.rules.token_seconds)}


async def jsapi_ticket(asked: Asked) -> Json:
    """The ticket a page's signature is made with; one per app."""
    book, world = asked.world.secrets.jsapi_tickets, asked.world
    ticket = book.living(world.settings.client_id) or book.issue(
        world.settings.client_id, world.rules.token_seconds
    )
    return {"jsapiTicket": ticket, "expireIn": int(world.rules.token_seconds)}


async def user_token(asked: Asked) -> Json:
    """A browser login's code becomes a token of that person."""
    given = (reading.text(asked.body, "clientId"), reading.text(asked.body, "clientSecret"))
    if given != _credentials(asked.world):
        raise refused("invalidClientIdOrSecret", "无效的clientId或者clientSecret")
    staff_id = asked.world.secrets.auth_codes.use(reading.text(asked.body, "code"))
    if staff_id is None:
        raise refused("invalidParameter.code.invalid", "无效的授权码")
    token = asked.world.secrets.user_tokens.issue(staff_id, asked.world.rules.token_seconds)
    return {
        "accessToken": token,
        "refreshToken": asked.world.mint.fresh_hex("refresh"),
        "expireIn": int(asked.world.rules.token_seconds),
        "corpId": asked.world.settings.corp_id,
    }


async def me(asked: Asked) -> Json:
    """Who a person's own token belongs to."""
    person = _by_user_token(asked)
    return {
        "nick": person.name,
        "unionId": person.union_id,
        "openId": asked.world.mint.fixed(f"open|{person.staff_id}", 18),
        "mobile": person.mobile,
        "stateCode": "86",
    }


async def user_info(asked: Asked) -> Json:
    """Who opened a page inside DingTalk; a code works once, for five minutes."""
    staff_id = asked.world.secrets.auth_codes.use(reading.text(asked.body, "code"))
    person = asked.world.organisation.active(staff_id) if staff_id else None
    if person is None:
        raise OldCallRefused(USED_CODE, "不存在的临时授权码")
    return {
        "result": {
            "userid": person.staff_id,
            "unionid": person.union_id,
            "associated_unionid": person.union_id,
            "name": person.name,
            "device_id": asked.world.mint.fixed(f"device|{person.staff_id}", 12),
            "sys": person.admin,
            "sys_level": 1 if person.admin else 0,
        }
    }


def _credentials(world: World) -> tuple[str, str]:
    return world.settings.client_id, world.settings.client_secret


def _by_user_token(asked: Asked) -> Person:
    staff_id = asked.world.secrets.user_tokens.look(asked.token)
    person = asked.world.organisation.active(staff_id) if staff_id else None
    if person is None:
        raise refused("InvalidAuthentication", "不合法的access_token")
    return person


CALLS = (
    Call("POST", "/v1.0/oauth2/accessToken", access_token, token=False, counted=False),
    Call("POST", "/v1.0/oauth2/{corp_id}/token", corp_token, token=False, counted=False),
    Call("POST", "/v1.0/oauth2/userAccessToken", user_token, token=False, counted=False),
    Call("POST", "/v1.0/oauth2/jsapiTickets", jsapi_ticket, counted=False, body=Body.NONE),
    Call("GET", "/v1.0/contact/users/me", me, token=False, counted=False, body=Body.NONE),
    Call("GET", "/gettoken", old_token, host=Host.OLD, token=False, counted=False, body=Body.NONE),
    Call("POST", "/topapi/v2/user/getuserinfo", user_info, host=Host.OLD, scope="qyapi_base", counted=False),
)
