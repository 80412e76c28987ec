"""Who there is: people, groups, departments, card templates."""

from dataclasses import replace

from adapters.standins.dingtalk import reading
from adapters.standins.dingtalk.control.doors import ControlRefused, Door, Order
from adapters.standins.dingtalk.organisation import ROOT_DEPARTMENT, Department, Group, Person
from adapters.standins.dingtalk.reading import Json
from adapters.standins.dingtalk.templates import read_template
from adapters.standins.dingtalk.world import World


def read_person(body: Json, before: Person | None = None) -> Person:
    """A person in the words of the control API; keys not given stay as they were."""
    staff_id = reading.text(body, "staffId")
    if not staff_id:
        raise ControlRefused("'staffId' is missing: give it as text")
    was = before or Person(staff_id, staff_id)
    numbers = tuple(one for one in reading.items(body, "departments") if isinstance(one, int))
    return replace(
        was,
        name=reading.text(body, "name", was.name),
        mobile=reading.text(body, "mobile", was.mobile),
        union_id=reading.text(body, "unionId", was.union_id),
        title=reading.text(body, "title", was.title),
        departments=numbers or was.departments,
        active=reading.flag(body, "active", was.active),
        admin=reading.flag(body, "admin", was.admin),
        visible=reading.flag(body, "visible", was.visible),
        outsider=reading.flag(body, "outsider", was.outsider),
    )


def read_group(body: Json, before: Group | None = None) -> Group:
    """A group in the words of the control API."""
    was = before or Group(reading.text(body, "openConversationId"), "群", ())
    return replace(
        was,
        title=reading.text(body, "title", was.title),
        members=tuple(reading.texts(body, "members")) if "members" in body else was.members,
        robot=reading.flag(body, "robot", was.robot),
    )


def load(world: World, file: Json) -> None:
    """Take in a world file: people, groups, departments, templates."""
    for one in reading.objects(file, "departments"):
        _put_department(world, one)
    for one in reading.objects(file, "people"):
        world.organisation.put_person(read_person(one))
    for one in reading.objects(file, "groups"):
        world.organisation.put_group(read_group(one))
    for name, plan in reading.mapping(file, "templates").items():
        world.templates[name] = read_template(name, reading.as_mapping(plan))


async def put_person(order: Order) -> Json:
    """Add or change a person."""
    before = order.world.organisation.people.get(reading.text(order.body, "staffId"))
    person = order.world.organisation.put_person(read_person(order.body, before))
    order.world.watch.changed((person.staff_id,))
    return _person(order.world, person)


async def put_group(order: Order) -> Json:
    """Add or change a group; its members must be known."""
    before = order.world.organisation.groups.get(reading.text(order.body, "openConversationId"))
    group = read_group(order.body, before)
    for one in group.members:
        order.person(one)
    whole = order.world.organisation.put_group(group)
    order.world.watch.changed(whole.members)
    return _group(whole)


async def put_department(order: Order) -> Json:
    """Add or change a department."""
    department = _put_department(order.world, order.body)
    return {"id": department.id, "name": department.name, "parent": department.parent}


async def everybody(order: Order) -> Json:
    """People and groups."""
    organisation = order.world.organisation
    return {
        "robot": {"name": order.world.settings.robot_name, "robotCode": order.world.settings.client_id},
        "corpId": order.world.settings.corp_id,
        "people": [_person(order.world, one) for one in organisation.people.values()],
        "groups": [_group(one) for one in organisation.groups.values()],
    }


async def put_template(order: Order) -> Json:
    """Register a card template."""
    template = read_template(order.parts["template_id"], order.body)
    order.world.templates[template.id] = template
    return {"id": template.id, "buttons": len(template.buttons), "published": template.published}


def _put_department(world: World, body: Json) -> Department:
    number = reading.number(body, "id")
    if number < 1:
        raise ControlRefused("'id' is missing: give a department number from 1")
    parent = reading.number(body, "parent", ROOT_DEPARTMENT)
    department = Department(number, reading.text(body, "name"), None if number == ROOT_DEPARTMENT else parent)
    world.organisation.departments[number] = department
    return department


def _person(world: World, person: Person) -> Json:
    return {
        "staffId": person.staff_id,
        "name": person.name,
        "mobile": person.mobile,
        "unionId": person.union_id,
        "title": person.title,
        "departments": list(person.departments),
        "active": person.active,
        "admin": person.admin,
        "visible": person.visible,
        "outsider": person.outsider,
        "conversationId": world.organisation.one_to_one(person.staff_id),
    }


def _group(group: Group) -> Json:
    return {
        "openConversationId": group.id,
        "title": group.title,
        "members": list(group.members),
        "robot": group.robot,
    }


DOORS = (
    Door("GET", "/control/people", everybody, needs_body=False),
    Door("POST", "/control/people", put_person),
    Door("POST", "/control/groups", put_group),
    Door("POST", "/control/departments", put_department),
    Door("PUT", "/control/templates/{template_id:.+}", put_template),
)
