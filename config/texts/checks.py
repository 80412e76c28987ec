"""What `duban doctor` says about a centre's own files: what is wrong, and what to do."""


def nobody_applies(unit: str) -> str:
    """A unit whose matters nobody may report as done."""
    return f"{unit}：没有在岗的责任领导或一把手，无人可申请销号。请在 offices.csv 中为该单位登记“责任领导”。"


def nobody_confirms(unit: str) -> str:
    """No confirmer outside the unit."""
    return f"{unit}：找不到本单位以外的核查员，无人可现场核实。请在 offices.csv 中再登记一名“核查员”。"


def nobody_approves(unit: str) -> str:
    """No approver outside the unit."""
    return f"{unit}：找不到本单位以外的审批人。请在 offices.csv 中登记“中心主任”和“中心副主任”。"


def no_three(unit: str) -> str:
    """Each part has somebody, but not three different people."""
    return f"{unit}：申请、核实、审批凑不齐三个不同的人。请在 offices.csv 中增加核查员，或登记“中心副主任”。"


def no_leader(unit: str) -> str:
    """Without a leader the unit head is accountable."""
    return f"{unit}：没有责任领导，工单将直接交给一把手。如不合适请在 offices.csv 中登记“责任领导”。"


def no_liaison(unit: str) -> str:
    """Nobody gets the unit's card beside the leader."""
    return f"{unit}：没有联络员，签收和提醒只能找领导。请在 offices.csv 中登记“联络员”。"


def no_duty_officer(unit: str) -> str:
    """Urgent matters at night reach the liaison instead."""
    return f"{unit}：没有值班员，夜间紧急事项将找联络员。请在 offices.csv 中登记“值班员”。"


def no_holder(office: str) -> str:
    """An office of the centre nobody holds."""
    return f"没有人担任“{office}”。请在 offices.csv 中登记，并写明起止日期。"


def no_second_approver() -> str:
    """The head may ask or confirm: then somebody else must approve."""
    return "有审批权的只有一人，此人核实过的工单将无人审批。请在 offices.csv 中登记“中心副主任”。"


def no_chat(person: str, office: str) -> str:
    """Somebody whom only text messages reach."""
    return f"人员 {person}（{office}）没有钉钉ID，首次启动会按手机号查找；查不到时只能收短信。"


def no_dingtalk() -> str:
    """No chat is connected."""
    return (
        "没有设置钉钉（dingtalk.client_id 为空），消息和卡片不会发出。请在 duban.toml 的 [dingtalk] 中填写。"
    )


def half_dingtalk(missing: str) -> str:
    """The app's data are not complete."""
    return f"钉钉设置不全，缺少 {missing}。请在 duban.toml 的 [dingtalk] 中补齐。"


def no_template() -> str:
    """Cards are messages."""
    return "没有设置互动卡片模板（dingtalk.card_template_id），任务将以文字消息和编号选项发送。"


def no_sms() -> str:
    """No text messages."""
    return "没有设置短信平台（sms.gateway 为空），群众短信不能收发。请在 duban.toml 的 [sms] 中填写。"


def no_webhook_secret() -> str:
    """Nobody may push texts to us."""
    return "没有设置 sms.webhook_secret，短信平台推送不进来。请填入22位以上随机文字。"


def not_https() -> str:
    """Phones give neither camera nor position to plain HTTP."""
    return "server.public_url 不是 https，手机浏览器不给拍照和定位权限。正式使用前请配置证书。"


def unclear_unit_name(name: str, first: str, second: str) -> str:
    """A short name that means two units."""
    return f"简称“{name}”同时指 {first} 和 {second}，输入时会反问。请在 units.csv 中改掉一个。"


def same_name(codes: str) -> str:
    """Two people of one name: @ them by code. The name itself is personal and left out."""
    return f"人员 {codes} 同名，按姓名指定时会反问，请改用编号。"
