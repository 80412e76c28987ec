"""Valid pushes of citizens' texts, each from a phone of its own, as the gateway would send them."""

import json
from collections.abc import Iterator
from itertools import count

MATTERS = (
    "小区门口的路灯坏了三天，晚上很黑，请尽快修",
    "菜市场后面的垃圾堆了一周没人清运，味道很大",
    "工地夜里十二点还在施工，老人小孩睡不着",
    "楼下化粪池堵了，污水流到路面上",
    "村口水泥路塌了一块，三轮车过不去",
)


def texts() -> Iterator[bytes]:
    """Bodies without end."""
    for number in count(1):
        yield body(f"139{number:08d}", f"{MATTERS[number % len(MATTERS)]}（{number}号楼）", f"seq-{number}")


def body(phone: str, words: str, sequence: str) -> bytes:
    """One push with one text."""
    entry = {
        "phone_number": phone,
        "send_time": "2026-11-23 10:00:00",
        "content": words,
        "dest_code": "1069",
        "sequence_id": sequence,
    }
    return json.dumps([entry], ensure_ascii=False).encode()
