"""Each setting of `duban.toml` in the operator's words: what it is, and what it must look like.

Error texts, `docs/settings.md` and the comments of the sample file say the same because they come from here; a test
holds this table and `config/settings.py` together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

CENTRE_NAME = "民声受理服务中心"
SIGN = "民声"

_TEXT = "文字（加引号）"
_ADDRESS = "http:// 或 https:// 开头的地址"
_FILE = "文件名（加引号，相对于 duban.toml 所在目录）"


@dataclass(frozen=True, slots=True)
class Told:
    """What a setting is for, and what is expected."""

    about: str
    expected: str


SECTIONS: Mapping[str, str] = MappingProxyType(
    {
        "centre": "中心自身",
        "server": "网页服务：短信接入和现场核实页面",
        "database": "数据库",
        "redis": "多进程部署时的共享缓存（可不设）",
        "dingtalk": "钉钉企业内部应用",
        "sms": "短信平台",
        "storage": "数据存放位置",
        "keys": "密钥文件",
        "files": "中心自己的文件",
        "log": "运行日志",
    }
)

SETTINGS: Mapping[str, Told] = MappingProxyType(
    {
        "centre.name": Told("中心名称，显示在页面和文书上", _TEXT),
        "centre.sign": Told("短信签名，不带【】，须与短信平台登记的一致", "2到12个字，不含空格和【】"),
        "server.host": Told("监听地址；经反向代理对外时保持 127.0.0.1", _TEXT),
        "server.port": Told("监听端口", "1到65535的整数"),
        "server.public_url": Told("手机访问本系统的地址，正式使用须为 https", _ADDRESS),
        "server.metrics": Told("运行指标 /metrics：private 只答本机和内网，off 关闭", "private 或 off"),
        "database.url": Told(
            "数据库地址；留空用数据目录中的 duban.db，多进程用 postgresql://用户@主机/库名", _TEXT
        ),
        "redis.url": Told(
            "共享缓存（Redis）地址，例如 redis://:密码@127.0.0.1:6379/0；单进程留空",
            "redis://、rediss:// 或 unix:// 开头的地址，如 redis://:密码@主机:端口/库号（密码中的 @ : / 写成 %40 %3A %2F）",
        ),
        "dingtalk.client_id": Told("应用的 Client ID（AppKey）；留空则不连接钉钉", _TEXT),
        "dingtalk.client_secret": Told("应用的 Client Secret，建议用环境变量", _TEXT),
        "dingtalk.corp_id": Told("组织的 CorpId，其他组织的人一律不认", _TEXT),
        "dingtalk.robot_code": Told("机器人编码；留空同 Client ID", _TEXT),
        "dingtalk.robot_name": Told("机器人在群里显示的名字，用于去掉 @ 的文字", _TEXT),
        "dingtalk.agent_id": Told("应用的 AgentId，可不设", "正整数"),
        "dingtalk.card_template_id": Told(
            "互动卡片模板ID（以 .schema 结尾）；留空则用文字消息和编号选项", _TEXT
        ),
        "dingtalk.api_base": Told("钉钉新版接口地址，一般不改", _ADDRESS),
        "dingtalk.oapi_base": Told("钉钉旧版接口地址，一般不改", _ADDRESS),
        "dingtalk.allow_private_downloads": Told(
            "允许从内网地址下载文件，只在演练时打开", "true 或 false（不加引号）"
        ),
        "dingtalk.calls_per_second": Told(
            "每秒最多调用接口几次，按所购版本：标准版20，增购包60", "1 到 1000 的整数"
        ),
        "dingtalk.messages_per_minute": Told(
            "每分钟最多主动发给同一人（或同一群）几条，多的稍后再发；0 为不限，答复不计", "0 到 100000 的整数"
        ),
        "dingtalk.call_timeout_s": Told("调用接口最多等几秒，一般不改", "1 到 60 的整数"),
        "dingtalk.heartbeat_s": Told("长连接安静几秒后探测一次，一般不改", "1 到 60 的整数"),
        "dingtalk.sync_contacts": Told(
            "每天核对一次通讯录（同 duban contacts sync）：离开的人立即停用，调动告知管理员",
            "true 或 false（不加引号）",
        ),
        "sms.gateway": Told("短信平台名称，例如 alibaba；留空则不收发短信", _TEXT),
        "sms.webhook_secret": Told(
            "接收短信网址 /intake/平台/密钥 中的密钥，由 duban init 生成",
            "至少22位字母、数字、- 或 _ 的随机文字",
        ),
        "storage.data": Told("数据目录", _FILE),
        "storage.blobs": Told("照片和文件目录；留空用数据目录中的 blobs", _FILE),
        "keys.master": Told("个人信息总密钥文件，丢失后加密内容无法恢复，请另行备份", _FILE),
        "keys.site": Told("现场核实链接的签名密钥文件", _FILE),
        "files.policy": Told("办理规则", _FILE),
        "files.units": Told("单位名录", _FILE),
        "files.people": Told("人员表", _FILE),
        "files.offices": Told("岗位表", _FILE),
        "files.calendar": Told("节假日和调休", _FILE),
        "files.texts": Told("自定义文案", _FILE),
        "log.level": Told("日志详细程度", "debug、info、warning、error 之一"),
        "log.form": Told("日志格式", "text 或 json"),
    }
)
"""By path; `sms.section` has no line: it is the gateway's own table."""

ENVIRONMENT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "DUBAN_DATABASE_URL": ("database", "url"),
        "DUBAN_REDIS_URL": ("redis", "url"),
        "DUBAN_DINGTALK_CLIENT_SECRET": ("dingtalk", "client_secret"),
        "DUBAN_SMS_WEBHOOK_SECRET": ("sms", "webhook_secret"),
        "DUBAN_SMS_ACCESS_KEY_SECRET": ("sms", "*", "access_key_secret"),
    }
)
"""Secrets that may come from the environment instead of the file; `*` is the chosen gateway's table."""

GATEWAY_TABLE = "短信平台自己的设置，写在 [sms.平台名] 下，例如 [sms.alibaba]"
GATEWAYS: Mapping[str, Mapping[str, Told]] = MappingProxyType(
    {
        "alibaba": MappingProxyType(
            {
                "access_key_id": Told("访问密钥ID（RAM 子账号，只授短信权限）", _TEXT),
                "access_key_secret": Told("访问密钥，建议用环境变量", _TEXT),
                "sign_name": Told("登记的短信签名，不带【】", _TEXT),
                "templates": Told(
                    "每种短信对应的模板CODE，见 docs/sms-templates.md", "一组 短信名 = 模板CODE"
                ),
                "endpoint": Told("接口地址，一般不改", _ADDRESS),
                "timeout_s": Told("等待应答的秒数", "大于0、不超过120的数"),
                "daily_per_number": Told(
                    "同一号码同一模板每天最多发几条，多的次日再发", "1 到 1000000 的整数"
                ),
                "connect_timeout_s": Told("等待连接的秒数", "大于0、不超过60的数"),
            }
        )
    }
)


def told(path: tuple[str, ...]) -> Told | None:
    """What is known of a setting."""
    return SETTINGS.get(".".join(path))
