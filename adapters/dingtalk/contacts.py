"""The organisation's address book (通讯录): who has this mobile, who is this (`dingtalk.md` §12).

Published samples show numbers, booleans and even lists as text; live answers are typed. Both are read.
"""

from dataclasses import dataclass

from adapters.dingtalk.api import Api, not_understood
from adapters.dingtalk.calls import DEPARTMENTS, PEOPLE_OF_DEPARTMENT, USER, USER_BY_MOBILE
from adapters.dingtalk.loose import list_of, object_of, scalar_text, text_at, truth_of, whole_number
from domain.failures import Permanent

TOP_DEPARTMENT = 1
_NOBODY = "60121"


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person of the organisation, as far as the app may see them."""

    staff_id: str
    union_id: str
    name: str
    title: str
    active: bool
    """Has logged in to DingTalk; who has not is reached by text message only."""
    departments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Department:
    """A department one level below another."""

    id: int
    name: str
    parent: int


class Contacts:
    """Looks things up; none of these calls counts against the quota."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def staff_id_by_mobile(self, mobile: str) -> str | None:
        """The staff id of whoever has this mobile number; `None` when nobody has."""
        try:
            answer = await self._api.ask(USER_BY_MOBILE, {"mobile": mobile})
        except Permanent as fault:
            if fault.code == _NOBODY:
                return None
            raise
        staff_id = text_at(object_of(answer.get("result")), "userid")
        if not staff_id:
            raise not_understood(USER_BY_MOBILE)
        return staff_id

    async def colleague(self, staff_id: str) -> Colleague | None:
        """The person of this staff id; `None` when there is none (any more)."""
        try:
            answer = await self._api.ask(USER, {"userid": staff_id, "language": "zh_CN"})
        except Permanent as fault:
            if fault.code == _NOBODY:
                return None
            raise
        found = object_of(answer.get("result"))
        if not text_at(found, "userid"):
            raise not_understood(USER)
        return Colleague(
            text_at(found, "userid"),
            text_at(found, "unionid"),
            text_at(found, "name"),
            text_at(found, "title"),
            truth_of(found.get("active")),
            _numbers(found.get("dept_id_list")),
        )

    async def departments_under(self, department: int = TOP_DEPARTMENT) -> tuple[Department, ...]:
        """The departments one level below."""
        answer = await self._api.ask(DEPARTMENTS, {"dept_id": department})
        found = [object_of(one) for one in list_of(answer.get("result"))]
        return tuple(
            Department(dept_id, text_at(one, "name"), whole_number(one.get("parent_id")) or department)
            for one in found
            if (dept_id := whole_number(one.get("dept_id"))) is not None
        )

    async def people_of(self, department: int) -> tuple[str, ...]:
        """Staff ids of the people directly in a department."""
        answer = await self._api.ask(PEOPLE_OF_DEPARTMENT, {"dept_id": department})
        result = object_of(answer.get("result"))
        people = (scalar_text(one) for one in list_of(result.get("userid_list")))
        return tuple(one for one in people if one)


def _numbers(value: object) -> tuple[int, ...]:
    numbers = (whole_number(one) for one in list_of(value))
    return tuple(number for number in numbers if number is not None)
