"""What the operator reads when the database cannot be had: always with the name of the setting, never with its value."""

AWAY = (
    "数据库暂时没有应答或不能写入（重启、卡住、磁盘已满或只读），没有保存任何内容，请稍后再试；"
    "若持续，请检查数据库服务和 database.url。"
)
_SHAPE = "应为 sqlite:///文件路径 或 postgresql://用户:密码@主机:端口/库名"
UNREADABLE_URL = f"duban.toml 的 database.url 写得不对（不显示），{_SHAPE}。"
UNKNOWN_OPTION = f"duban.toml 的 database.url 在“?”之后有不认识的参数，请删去；{_SHAPE}。"
UNKNOWN_HOST = "database.url 中的主机名找不到，请检查拼写和域名解析。"
REFUSED = "连不上 database.url 中的地址：没有数据库在该主机和端口上应答，请检查地址、端口、防火墙，以及数据库是否已启动。"
NOT_POSTGRES = "database.url 中的地址有应答，但不是 PostgreSQL，请检查主机和端口。"
NOT_LET_IN = "数据库不认可 database.url 中的用户或密码，请核对（密码中的 @ : / 要写成 %40 %3A %2F）。"
NO_DATABASE = "database.url 中的库不存在，请先由数据库管理员建库（createdb），再运行 duban migrate。"
NO_RIGHTS = "database.url 中的用户权限不够，请由数据库管理员授予该库的连接、建表和读写权限。"
NO_CONNECTION_LEFT = (
    "数据库的连接数已满，请稍后再试，或调大 PostgreSQL 的 max_connections；每个 duban run 最多用12个连接。"
)
BUSY_TABLES = "数据表正被占用，升级没有进行，什么也没有改变；请稍后再运行 duban migrate。"
UNUSABLE_FILE = "database.url 中的文件打不开或不能写入，请检查路径、所属用户和磁盘空间。"
NO_DATABASE_FILE = "database.url 中的文件不是数据库或已损坏，请检查路径；若已损坏请从备份恢复。"


def cannot(kind: str) -> str:
    """For what has no sentence of its own: the kind of the fault, for whoever is asked for help."""
    return f"数据库连不上（{kind}），请检查 duban.toml 的 database.url：地址、库名、用户和密码是否正确，服务是否启动。"


def newer(found: str, wanted: str) -> str:
    """The database was migrated by a newer version."""
    return f"数据库的表结构（{found}）比本程序（{wanted}）新，请安装与数据库相同的新版本；本程序没有改动任何内容。"


def older(what: str) -> str:
    """The database waits for `duban migrate`."""
    return f"数据库表结构不是本版本的（{what}），请先运行 duban migrate。"
