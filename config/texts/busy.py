"""Words that stand for nothing in particular: while something is tried again, and on a locked screen."""

BUSY_NOTE = "正在处理，请稍候。"
REPLY_TITLE = "督办回复"
"""The line a locked screen shows of an answer: never its words."""
