"""Reading the data of a card: only texts, only so long, only decent (`dingtalk.md` §5.2-5.3)."""

from dataclasses import dataclass

from adapters.standins.dingtalk import reading
from adapters.standins.dingtalk.answers import refused
from adapters.standins.dingtalk.cards import Values
from adapters.standins.dingtalk.reading import Json
from adapters.standins.dingtalk.settings import Strictness
from adapters.standins.dingtalk.world import Asked, World

NAME_BYTES = 100
VALUE_BYTES = 1024
CARD_BYTES = 100 * 1024


@dataclass(frozen=True, slots=True)
class Changes:
    """What an update says: public values (None: not given) and private ones by staff id."""

    public: Values | None
    private: dict[str, Values]


def public_in(asked: Asked) -> Values | None:
    """The public values of a create or update; None when there is no `cardData`."""
    if "cardData" not in asked.body:
        return None
    return _values(asked, reading.mapping(asked.body, "cardData"))


def private_in(asked: Asked, user_id_type: int) -> dict[str, Values]:
    """The private values by staff id, however the caller named the people."""
    found: dict[str, Values] = {}
    for name, given in reading.mapping(asked.body, "privateData").items():
        staff_id = owner_key(asked.world, name, reading.number(asked.body, "userIdType", user_id_type))
        if staff_id not in asked.world.organisation.people:
            raise refused("param.userIdNotExist", "用户不存在")
        found[staff_id] = _values(asked, reading.as_mapping(given))
    return found


def changes_in(asked: Asked, user_id_type: int) -> Changes:
    """What an update changes; nothing at all is a fault."""
    changes = Changes(public_in(asked), private_in(asked, user_id_type))
    if changes.public is None and not changes.private:
        raise refused("param.cardDataAndPrivateDataBothEmpty")
    return changes


def owner_key(world: World, name: str, user_id_type: int) -> str:
    """The staff id behind a user id or (type 2) a union id."""
    if user_id_type == 1:
        return name
    person = world.organisation.by_union(name)
    return person.staff_id if person else name


def _values(asked: Asked, holder: Json) -> Values:
    values: Values = {}
    for name, value in reading.mapping(holder, "cardParamMap").items():
        if not isinstance(value, str):
            raise refused("param.invalid", f"cardParamMap.{name}不是字符串")
        if len(name.encode()) > NAME_BYTES:
            raise refused("param.invalid", "变量名过长")
        if len(value.encode()) > VALUE_BYTES:
            _too_long(asked.world, name)
        values[name] = value
    whole = reading.compact(values)
    if len(whole.encode()) > CARD_BYTES:
        raise refused("param.invalid", "卡片数据过大")
    if asked.world.contains_refused(asked.path, whole):
        raise refused("param.contentUnsafe", "卡片内容不安全")
    return values


def _too_long(world: World, name: str) -> None:
    if world.rules.value_limit is Strictness.REFUSE:
        raise refused("param.invalid", f"cardParamMap.{name}超过1KB")
    if world.rules.value_limit is Strictness.WARN:
        world.warn(f"card variable {name} is longer than 1 KB")
