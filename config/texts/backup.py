"""What backup, restore and retention say to the operator: one sentence each, with what to do."""

KEYS = (
    "注意：备份不含密钥。请把 keys/master.key 和 keys/site.key 另外保存一份，与备份分开、由不同的人保管；"
    "没有 master.key，备份里的姓名、电话和诉求内容谁也读不出来。"
)
FAITHFUL = "备份已核验：校验值、行数、留痕全部相符。"
UNVERIFIED = "尚未核验，不能算作备份；请运行 duban backup --verify {file}"
RESTORED = "恢复完成：{tables} 张表 {rows} 行，文件 {blobs} 个，留痕完整，未发现改动。"
NEXT = "请运行 duban doctor，再启动 duban run；备份之后收到的消息不在其中。"
NO_KEY = "提示：这里没有 keys/master.key，只核对了内容，没有核对备份与密钥是否成对。"


def made(file: str, rows: int, blobs: int, size: int, digest: str) -> str:
    """A backup was written."""
    return f"已备份：{file}（{rows} 行，文件 {blobs} 个，{size} 字节）\n文件校验值 SHA-256：{digest}"


def missing_files(count: int) -> str:
    """Photos the record speaks of that were gone already when the backup was made."""
    return f"提示：有 {count} 份照片或文件在备份时就已经找不到，请检查原来的文件目录。"


def exists(path: str) -> str:
    """Nothing is written over."""
    return f"{path} 已经存在，备份不会覆盖任何文件，请换一个文件名。"


def no_file(path: str) -> str:
    """There is none."""
    return f"找不到备份文件 {path}，请核对路径。"


def cut_off(path: str) -> str:
    """The end is missing, or it never was one."""
    return f"{path} 不是完整的督办备份（可能没有写完、没有传完），请换一份备份。"


def damaged(path: str, member: str) -> str:
    """A member is not what it was."""
    return f"{path} 中的 {member} 与备份时不符，可能损坏或被改动，请换一份备份。"


def newer(path: str, revision: str, program: str) -> str:
    """Made by a version this one does not know."""
    return f"{path} 由其他版本（督办 {program}，表结构 {revision}）制作，本版本读不了，请先安装该版本。"


def other_key(path: str) -> str:
    """Made with other keys."""
    return f"{path} 与本目录的 keys/master.key 不成对（或备份被改动），请先放回制作备份时的 keys/master.key。"


def not_empty(target: str) -> str:
    """Restoring never mixes."""
    return f"{target} 里已有内容，恢复只能写入空的数据库和空的文件目录，请换一个。"


def unreachable(fault: str) -> str:
    """The database does not answer."""
    return f"数据库连不上（{fault}），请检查 duban.toml 的 database.url 和数据库服务。"


def no_database(path: str) -> str:
    """There is no file of SQLite."""
    return f"找不到数据库 {path}，没有可以备份的内容；请核对 --dir 和 duban.toml 的 database.url。"


def not_migrated(revision: str, wanted: str) -> str:
    """Another version's schema."""
    return f"数据库表结构是 {revision}，本程序要 {wanted}，请先运行 duban migrate 再备份。"


def differs(what: str) -> str:
    """What was restored is not what was saved."""
    return f"恢复出来的内容与备份不符（{what}），请保留现场，换一份备份重做。"


def broken_record(findings: int, first: str) -> str:
    """The chain does not verify."""
    return f"备份中的留痕有 {findings} 处不符（第一处：{first}），请保留现场并报告主任；恢复没有完成。"


def not_written(path: str, fault: str) -> str:
    """Disk full, no rights, no folder."""
    return f"写不进 {path}（{fault}），请检查目录、权限和剩余空间。"
