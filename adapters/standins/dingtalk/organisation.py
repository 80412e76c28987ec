"""Who is in the organisation: people, groups, departments (`dingtalk.md` §12)."""

from dataclasses import dataclass, replace

from adapters.standins.dingtalk.mint import Mint

ROOT_DEPARTMENT = 1


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the organisation. `visible` is false outside the app's contact range (可见范围)."""

    staff_id: str
    name: str
    mobile: str = ""
    union_id: str = ""
    title: str = ""
    departments: tuple[int, ...] = (ROOT_DEPARTMENT,)
    active: bool = True
    admin: bool = False
    visible: bool = True
    outsider: bool = False
    """Outsiders (外部联系人) can be members of a chat but have no staff id on the wire."""


@dataclass(frozen=True, slots=True)
class Group:
    """An internal group (内部群). `id` is case-sensitive; `robot`: our robot is a member."""

    id: str
    title: str
    members: tuple[str, ...]
    robot: bool = True


@dataclass(frozen=True, slots=True)
class Department:
    """One department; the root has no parent."""

    id: int
    name: str
    parent: int | None


class Organisation:
    """Everybody the stand-in knows."""

    def __init__(self, mint: Mint) -> None:
        self._mint = mint
        self.people: dict[str, Person] = {}
        self.groups: dict[str, Group] = {}
        self.departments: dict[int, Department] = {
            ROOT_DEPARTMENT: Department(ROOT_DEPARTMENT, "民声受理服务中心", None)
        }

    def put_person(self, person: Person) -> Person:
        """Add a person, or change one. A missing union id is made."""
        whole = replace(person, union_id=person.union_id or self._mint.fixed(f"union|{person.staff_id}", 18))
        self.people[whole.staff_id] = whole
        return whole

    def put_group(self, group: Group) -> Group:
        """Add a group, or change one. A missing id is made."""
        whole = replace(group, id=group.id or "cid" + self._mint.fresh("group", 18))
        self.groups[whole.id] = whole
        return whole

    def active(self, staff_id: str) -> Person | None:
        """The person, if in the organisation and not gone."""
        person = self.people.get(staff_id)
        return person if person is not None and person.active else None

    def by_union(self, union_id: str) -> Person | None:
        """The person with this union id."""
        return next((one for one in self.people.values() if one.union_id == union_id), None)

    def by_mobile(self, mobile: str) -> Person | None:
        """The active person with this mobile number."""
        return next((one for one in self.people.values() if one.mobile == mobile and one.active), None)

    def one_to_one(self, staff_id: str) -> str:
        """The conversation of this person with the robot."""
        return "cid" + self._mint.fixed(f"oto|{staff_id}", 18)

    def owner(self, conversation_id: str) -> Person | None:
        """The person whose one-to-one conversation this is."""
        return next(
            (one for one in self.people.values() if self.one_to_one(one.staff_id) == conversation_id), None
        )

    def sender_id(self, staff_id: str) -> str:
        """The encrypted id that callbacks carry and no call accepts."""
        return "$:LWCP_v1:$" + self._mint.fixed(f"lwcp|{staff_id}", 18)

    def robot_user_id(self) -> str:
        """`chatbotUserId`: the robot among the people mentioned."""
        return "$:LWCP_v1:$" + self._mint.fixed("lwcp-robot", 18)

    def members(self, conversation_id: str) -> tuple[str, ...]:
        """Staff ids of the people in a conversation."""
        if conversation_id in self.groups:
            return self.groups[conversation_id].members
        owner = self.owner(conversation_id)
        return (owner.staff_id,) if owner else ()
