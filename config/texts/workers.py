"""What the operator reads about workers of one installation."""

NUMBER_IN_DOUBT = "本进程暂时无法确认自己的编号（数据库没有应答），没有保存任何内容，请稍后再试。"
NUMBER_LOST = "本进程停顿太久，编号已归其他进程，现在退出；由 systemd 或容器重新启动即可，没有消息丢失。"


def listening(holder: str) -> str:
    """Who holds the Stream."""
    return f"正在接收钉钉消息的进程：{holder}"


def too_many(most: int) -> str:
    """No number is left."""
    return f"同一数据库上最多同时运行{most}个进程，已满；请停掉多余的 duban run，一分钟后再试。"
