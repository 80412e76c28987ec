"""Contacts (通讯录) on the old host (`dingtalk.md` §12); not counted in the quota."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from adapters.standins.dingtalk import reading
from adapters.standins.dingtalk.answers import OldCallRefused
from adapters.standins.dingtalk.gate import Call, Host
from adapters.standins.dingtalk.organisation import ROOT_DEPARTMENT, Person
from adapters.standins.dingtalk.reading import Json
from adapters.standins.dingtalk.world import Asked

Answerer = Callable[[Asked], Awaitable[Json]]

MOBILE_SCOPE = "Contact.User.mobile"
NOBODY, NOT_VISIBLE, BAD_NUMBER, NO_DEPARTMENT = 60121, 50002, 40104, 60003


async def get_user(asked: Asked) -> Json:
    """One person; the mobile number only where that permission is granted."""
    person = asked.world.organisation.active(reading.text(asked.body, "userid"))
    if person is None:
        raise OldCallRefused(NOBODY, "找不到该用户")
    _visible(person)
    result: Json = {
        "userid": person.staff_id,
        "unionid": person.union_id,
        "name": person.name,
        "title": person.title,
        "active": True,
        "admin": person.admin,
        "boss": False,
        "dept_id_list": list(person.departments),
        "leader_in_dept": [{"dept_id": one, "leader": False} for one in person.departments],
        "role_list": [],
    }
    if person.mobile and MOBILE_SCOPE not in asked.world.rules.scopes_withheld:
        result["mobile"] = person.mobile
    return {"result": result}


async def by_mobile(asked: Asked) -> Json:
    """The person with a mobile number."""
    mobile = reading.text(asked.body, "mobile")
    if not mobile.isdigit():
        raise OldCallRefused(BAD_NUMBER, "手机号码不合法")
    person = asked.world.organisation.by_mobile(mobile)
    if person is None:
        raise OldCallRefused(NOBODY, "找不到该用户")
    _visible(person)
    return {"result": {"userid": person.staff_id}}


async def by_union_id(asked: Asked) -> Json:
    """The person with a union id."""
    person = asked.world.organisation.by_union(reading.text(asked.body, "unionid"))
    if person is None or not person.active:
        raise OldCallRefused(NOBODY, "找不到该用户")
    return {"result": {"contact_type": 1 if person.outsider else 0, "userid": person.staff_id}}


async def sub_departments(asked: Asked) -> Json:
    """One level of departments."""
    parent = _department(asked)
    return {
        "result": [
            {"dept_id": one.id, "name": one.name, "parent_id": parent}
            for one in asked.world.organisation.departments.values()
            if one.parent == parent
        ]
    }


async def sub_department_ids(asked: Asked) -> Json:
    """The same, ids only."""
    parent = _department(asked)
    ids = [one.id for one in asked.world.organisation.departments.values() if one.parent == parent]
    return {"result": {"dept_id_list": ids}}


async def user_ids(asked: Asked) -> Json:
    """The people of one department."""
    department = _department(asked)
    people = asked.world.organisation.people.values()
    return {
        "result": {
            "userid_list": [
                one.staff_id for one in people if one.active and one.visible and department in one.departments
            ]
        }
    }


def _department(asked: Asked) -> int:
    number = reading.number(asked.body, "dept_id", ROOT_DEPARTMENT)
    if number not in asked.world.organisation.departments:
        raise OldCallRefused(NO_DEPARTMENT, "部门不存在")
    return number


def _visible(person: Person) -> None:
    if not person.visible:
        raise OldCallRefused(NOT_VISIBLE, "请求的员工userid不在授权范围内")


def _answer(answerer: Answerer) -> Answerer:
    """The same answer, in the dress of the published samples where the rules say so."""

    async def dressed(asked: Asked) -> Json:
        answer = await answerer(asked)
        return (
            {name: _as_text(value) for name, value in answer.items()}
            if asked.world.rules.contacts_as_text
            else answer
        )

    return dressed


def _as_text(value: object) -> object:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case dict():
            return {name: _as_text(inner) for name, inner in value.items()}
        case [dict() as only]:
            return _as_text(only)
        case list() if any(isinstance(one, dict) for one in value):
            return [_as_text(one) for one in value]
        case list():
            return reading.compact(value)
        case _:
            return value


_CALLS = (
    Call("POST", "/topapi/v2/user/get", get_user, Host.OLD, "qyapi_get_member", counted=False),
    Call(
        "POST",
        "/topapi/v2/user/getbymobile",
        by_mobile,
        Host.OLD,
        "qyapi_get_member_by_mobile",
        counted=False,
    ),
    Call("POST", "/topapi/user/getbyunionid", by_union_id, Host.OLD, "qyapi_get_member", counted=False),
    Call("POST", "/topapi/user/listid", user_ids, Host.OLD, "qyapi_get_member", counted=False),
    Call(
        "POST",
        "/topapi/v2/department/listsub",
        sub_departments,
        Host.OLD,
        "qyapi_get_department_list",
        counted=False,
    ),
    Call(
        "POST",
        "/topapi/v2/department/listsubid",
        sub_department_ids,
        Host.OLD,
        "qyapi_get_department_list",
        counted=False,
    ),
)

CALLS = tuple(replace(call, answer=_answer(call.answer)) for call in _CALLS)
