"""What the operator reads when the master key (主密钥) is not as it must be: which file, what is wrong, what to do. Never a key."""

SEALED_BY_ANOTHER = (
    "有一条加密内容打不开：主密钥文件不是加密时用的那一个，或内容被改动。"
    "请放回原来的 keys/master.key，并运行 duban audit verify。"
)


def missing(path: object) -> str:
    """There is no file."""
    return (
        f"{path}：没有主密钥文件。请从保管处放回原来的那一个（各进程用同一个）；"
        "全新的中心由 duban init 生成。没有它，已存的姓名、电话和诉求内容谁也读不出来。"
    )


def there_already(path: object) -> str:
    """It is never written over."""
    return f"{path}：已有主密钥文件，不会覆盖。确要换新目录请另选一个；没有这个文件，已存的内容谁也读不出来。"


def open_to_others(path: object) -> str:
    """The file's rights are too wide."""
    return f"{path}：别人也能读这个主密钥文件，请改为只有运行程序的用户可读：chmod 600 {path}"


def unreadable(path: object) -> str:
    """We may not read it."""
    return f"{path}：主密钥文件读不出来，请确认它属于运行程序的用户（chown），权限为 600。"


def damaged(path: object) -> str:
    """It is no key file, or a key in it is cut off."""
    return f"{path}：这不是完整的主密钥文件，请从保管处放回原来的那一个，不要手工改动。"


def lacks(name: str) -> str:
    """Rows were sealed under a key that is not in the file."""
    return f"主密钥文件里没有编号 {name} 的密钥，用它加密的内容打不开。请放回原来的 keys/master.key。"
