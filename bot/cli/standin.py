"""`duban standin dingtalk|sms`: the platforms' servers as stand-ins, each in a process of its own (`docs/standins.md`)."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from adapters.standins.dingtalk import server as dingtalk_server
from adapters.standins.dingtalk.settings import StandinSettings as DingTalkStandin
from adapters.standins.sms import server as sms_server
from adapters.standins.sms.settings import StandinSettings as SmsStandin

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)

Told = Annotated[
    Path | None, typer.Option(help="JSON 文件，写明全部设置（见 docs/standins.md）；不给则用演示账号。")
]
Port = Annotated[int | None, typer.Option(help="监听端口，0 为自动选择。")]


@app.command("dingtalk", help="模拟钉钉：开放接口、Stream 长连接和控制接口在同一端口。")
def dingtalk(told: Told = None, port: Port = None) -> None:
    """Serve the DingTalk stand-in until ended."""
    settings = (
        TypeAdapter(DingTalkStandin).validate_json(told.read_bytes())
        if told
        else DingTalkStandin("demo-client", "demo-secret", "demo-corp", port=9801)
    )
    asyncio.run(dingtalk_server.run(settings if port is None else replace(settings, port=port)))


@app.command("sms", help="模拟短信网关：发送接口、推送和控制接口在同一端口。")
def sms(told: Told = None, port: Port = None) -> None:
    """Serve the SMS gateway stand-in until ended."""
    settings = (
        TypeAdapter(SmsStandin).validate_json(told.read_bytes())
        if told
        else SmsStandin("demo-key", "demo-secret", port=9802)
    )
    asyncio.run(sms_server.run(settings if port is None else replace(settings, port=port)))
