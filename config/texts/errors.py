"""Delivery failures in the operator's words: what the other side's code means and what to do about it.

Codes are those of `dingtalk.md` §14, §5.8, §7.2, §8 and `sms.md` §6.5. An unknown code is shown as it is.
"""

_DINGTALK_LOGIN = "钉钉不认可应用凭证，请核对 duban.toml 中 [dingtalk] 的 client_id 和 client_secret。"
_DINGTALK_PERMISSION = "钉钉应用缺少接口权限，请在钉钉开发者后台“权限管理”中申请后重试。"
_DINGTALK_ADDRESS = "本机出口地址不在钉钉应用的白名单中，请在开发者后台补上服务器出口IP。"
_DINGTALK_QUOTA = "本月钉钉接口额度已用完，请增购或升级版本；紧急事项请改用电话。"
_DINGTALK_BUSY = "钉钉繁忙或限流，系统会自动重试，一般无需处理。"
_DINGTALK_REVIEW = "钉钉内容审核未通过，请换一种说法人工告知对方。"
_DINGTALK_PERSON = "接收人不在本组织或不在应用可见范围，请核对人员表和应用可见范围。"
_DINGTALK_GROUP = "督办群不存在、已解散或不属于本组织，请管理员在群里重新发：/绑定 督办群"
_DINGTALK_ROBOT = "机器人已停用或编码不对，请检查 duban.toml 中 robot_code 及机器人发布状态。"
_DINGTALK_TEMPLATE = "卡片模板不存在或未发布，请在卡片平台发布后把模板ID填入 card_template_id。"
_DINGTALK_DING = "本组织强提醒（DING）额度不足或版本不支持，请改用电话。"
_SMS_MONEY = "短信平台欠费或停机，请充值。"
_SMS_SIGN = "短信签名未登记、未审核通过或不可用于该模板，请核对 sign_name 并在短信控制台查看。"
_SMS_TEMPLATE = "短信模板未登记或与变量不符，请对照 docs/sms-templates.md 核对 templates。"
_SMS_LATER = "短信平台限流，系统会稍后重试，一般无需处理。"
_SMS_NUMBER = "手机号不能接收短信，请回访员改用电话联系。"
_SMS_WORDS = "短信内容未通过平台审核，请人工告知对方。"
_SMS_KEY = "短信平台不认可访问密钥或其权限，请核对 access_key_id、access_key_secret 和授权。"

_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        _DINGTALK_LOGIN,
        (
            "invalidauthentication", "40014", "40001", "42001", "invalidclientidorsecret", "invalid.client",
            "unauthorized.client", "40089", "authfailed", "http_401",
        ),
    ),
    (_DINGTALK_PERMISSION, ("forbidden.accessdenied.accesstokenpermissiondenied", "60011")),
    (_DINGTALK_ADDRESS, ("forbidden.accessdenied.ipnotinwhitelist", "60020")),
    (_DINGTALK_QUOTA, ("forbidden.accessdenied.apicountlimitfororg", "90020")),
    (
        _DINGTALK_BUSY,
        (
            "forbidden.accessdenied.qps", "forbidden.accessdenied.qpm", "90018", "90002", "system.busy",
            "systembusy", "system.error", "unknownerror", "server.error", "send.too.fast", "send.bytoken.toofast",
            "toomuch.msg", "1111", "html", "http_429",
        ),
    ),
    (_DINGTALK_REVIEW, ("contain.", "param.contentunsafe")),
    (
        _DINGTALK_PERSON,
        (
            "staffid.notexisted", "param.useridnotexist", "40104", "60121", "50002",
            "chatbotid.notallow.sendoto", "robot.oto.notexist",
        ),
    ),
    (_DINGTALK_GROUP, ("invalid.openconversationid", "group.disbanded", "conversation.org.notmatch")),
    (_DINGTALK_ROBOT, ("invalidparameter.robotcode", "bot.stopped", "invalid.chatbotid")),
    (_DINGTALK_TEMPLATE, ("param.template", "param.cardtemplateid")),
    (_DINGTALK_DING, ("ding.", "send.ding.exception")),
    (_SMS_MONEY, ("isv.out_of_service", "isv.amount_not_enough", "isv.account_", "isv.product_")),
    (_SMS_SIGN, ("isv.sms_sign", "isv.sign_state")),
    (
        _SMS_TEMPLATE,
        (
            "isv.sms_template", "isv.template_", "isv.param", "isv.invalid_", "no_template",
            "isv.sms_content_mismatch",
        ),
    ),
    (
        _SMS_LATER,
        ("isv.business_limit", "isv.day_limit", "isv.month_limit", "isp.system_error", "throttling", "serviceunavailable"),
    ),
    (_SMS_NUMBER, ("isv.mobile_", "isv.domestic_")),
    (_SMS_WORDS, ("isv.sms_content_illegal", "isv.black_key")),
    (
        _SMS_KEY,
        (
            "signaturedoesnotmatch", "incompletesignature", "invalidaccesskeyid", "isp.ram_permission",
            "forbidden", "nopermission", "isv.deny_ip", "isv.security_frozen",
        ),
    ),
    ("本机时间与短信平台不一致，请校准服务器时间。", ("invalidtimestamp",)),
    ("对方没有应答，可能已送达，系统没有重发。", ("http_502", "http_504", "http_408", "15", "-1", "timeout", "unreachable")),
)  # fmt: skip


def sentence(code: str) -> str:
    """What the operator should know and do about a failure code; unknown codes are passed on for the provider's support."""
    low = code.lower()
    for told, known in _GROUPS:
        if low in known:
            return f"{told}（{code}）"
    for told, known in _GROUPS:
        # Numbers must match as a whole; names may be the beginning of a family.
        if any(low.startswith(name) for name in known if not name.lstrip("-").isdigit()):
            return f"{told}（{code}）"
    return f"对方返回代码 {code}，请凭此代码咨询对方技术支持。"
