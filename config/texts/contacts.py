"""What `duban contacts sync` and its daily tick say. No phone number ever; names of strangers only on the operator's screen."""

from collections.abc import Mapping

_SHOWN = 50

NO_CHAT = "没有设置钉钉（duban.toml 的 [dingtalk] 中 client_id 为空），无法核对通讯录。"
DRY = "以上为预览，没有改动任何内容；去掉 --dry-run 即执行。"
NOTHING = "通讯录与人员表一致。"
MOVED_TITLE = "通讯录变动"


def failed(sentence: str, code: str) -> str:
    """The platform did not answer as it should."""
    return f"通讯录没有读完，没有改动任何内容：{sentence}（{code}）"


def too_many(gone: int, known: int) -> str:
    """More people seem gone than can be believed."""
    return (
        f"已登记的 {known} 人中有 {gone} 人在钉钉中查不到，多得不寻常，没有停用任何人；"
        "请核对 corp_id、应用的可见范围和通讯录权限，确认无误后加 --force 再运行。"
    )


def looked(departments: int, people: int, known: int) -> str:
    """What was gone through."""
    return f"钉钉通讯录：部门 {departments} 个，人员 {people} 人；人员表中已有钉钉ID的 {known} 人。"


def found(codes: tuple[str, ...]) -> str:
    """Staff ids found by mobile number."""
    return f"新找到钉钉ID {len(codes)} 人：{_few(codes)}，已记住。"


def not_found(codes: tuple[str, ...]) -> str:
    """People of our file whom the platform does not have."""
    return f"按手机号在钉钉中找不到 {len(codes)} 人：{_few(codes)}，只能收短信；请核对 people.csv 或应用可见范围。"


def hidden(codes: tuple[str, ...]) -> str:
    """People outside what the app may see."""
    return f"不在应用可见范围 {len(codes)} 人：{_few(codes)}，消息发不到；请在开发者后台把他们加入可见范围。"


def gone(code: str, *, done: bool) -> str:
    """Somebody left."""
    fate = "已停用，名下在办工单已告警" if done else "将停用并告警其在办工单"
    return f"{code} 已离开组织，{fate}；请更新 people.csv 和 offices.csv。"


def moved(code: str, before: tuple[int, ...], after: tuple[int, ...], departments: Mapping[int, str]) -> str:
    """Somebody is in another department."""
    return f"{code} 由{_departments(before, departments)}调到{_departments(after, departments)}；如岗位有变请更新 offices.csv。"


def joined(count: int) -> str:
    """People of the organisation who are not in our file."""
    return f"组织中有 {count} 人不在人员表中（不会自动加入，需要的请在 people.csv 登记）："


def stranger(staff_id: str, name: str, departments: tuple[int, ...], names: Mapping[int, str]) -> str:
    """One of them."""
    return f"  {staff_id}  {name}  {_departments(departments, names)}".rstrip()


def more(count: int) -> str:
    """Those not shown."""
    return f"  ……另有 {count} 人"


def _departments(numbers: tuple[int, ...], names: Mapping[int, str]) -> str:
    shown = "、".join(names.get(one) or f"部门{one}" for one in numbers)
    return f"“{shown}”" if shown else "（无部门）"


def _few(codes: tuple[str, ...]) -> str:
    return "、".join(codes[:_SHOWN]) + ("等" if len(codes) > _SHOWN else "")
