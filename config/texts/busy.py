"""What a presser sees while their press is being tried again."""

BUSY_NOTE = "正在处理，请稍候。"
