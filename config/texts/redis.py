"""What the operator reads when Redis cannot be had: always with the name of the setting, never with its value."""

from collections.abc import Mapping
from types import MappingProxyType

GOES_ON = "没有共享缓存时照常运行，只是每个进程调用钉钉更慢。"

TROUBLES: Mapping[str, str] = MappingProxyType(
    {
        "unreachable": "连不上 redis.url 中的地址：没有服务在该主机和端口上应答，请检查地址、端口、防火墙，以及 Redis 是否已启动。",
        "silent": "redis.url 中的地址连得上但没有应答（Redis 卡住，或该端口要求加密而应写 rediss://），请检查 Redis 服务。",
        "not_redis": "redis.url 中的地址有应答，但不是 Redis，请检查主机和端口。",
        "wants_password": "Redis 要求密码，请写成 redis://:密码@主机:端口/0（redis.url 或环境变量 DUBAN_REDIS_URL）。",
        "wrong_password": "Redis 不认可 redis.url 中的用户或密码，请核对（密码中的 @ : / 要写成 %40 %3A %2F；未设密码的不要写）。",
        "no_database": "redis.url 末尾的库号不存在，请改用 0 到 15 之间的库号。",
        "no_rights": "redis.url 中的用户权限不够，请由管理员授予读写、EVAL 和发布订阅（duban:* 的键和频道）的权限。",
        "not_writable": "redis.url 中的 Redis 不能写入（内存已满、只读副本或正在加载），请检查 maxmemory，并指向主节点。",
        "too_old": "redis.url 中的 Redis 版本太旧，应为 6.0 或更新，请升级。",
    }
)
"""By the kinds of trouble of `adapters/redis/probe.py`; a test holds the two together."""


def trouble(kind: str) -> str:
    """One sentence for a kind of trouble."""
    return f"{TROUBLES[kind]}{GOES_ON}"
