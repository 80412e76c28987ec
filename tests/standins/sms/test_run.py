import asyncio
import json

import pytest
from pydantic import TypeAdapter, ValidationError

from adapters.standins.sms import StandinSettings, Template, run, serving
from adapters.standins.sms.settings import SequenceForm


async def test_it_says_where_it_is_and_stops_when_cancelled(capsys: pytest.CaptureFixture[str]) -> None:
    running = asyncio.create_task(run(StandinSettings("id", "secret")))
    said = ""
    async with asyncio.timeout(5):
        while not said:
            await asyncio.sleep(0.01)
            said = capsys.readouterr().out
    running.cancel()

    with pytest.raises(asyncio.CancelledError):
        await running
    assert said.startswith("sms stand-in at http://127.0.0.1:")


async def test_two_cannot_share_a_port() -> None:
    async with serving(StandinSettings("id", "secret")) as first:
        port = int(first.address.rpartition(":")[2])

        with pytest.raises(OSError, match="address already in use"):
            async with serving(StandinSettings("id", "secret", port=port)):
                pass


def test_its_settings_can_be_told_as_json() -> None:
    told = {
        "access_key_id": "id",
        "access_key_secret": "secret",
        "templates": [{"code": "SMS_1", "text": "好"}],
        "rules": {"second_s": 0.1, "sequence_form": "number"},
    }

    settings = TypeAdapter(StandinSettings).validate_json(json.dumps(told))

    assert settings.templates == (Template("SMS_1", "好"),)
    assert settings.rules.sequence_form is SequenceForm.NUMBER
    assert "secret" not in repr(settings)
    with pytest.raises(ValidationError, match="colour"):
        TypeAdapter(StandinSettings).validate_json(json.dumps(told | {"colour": 1}))
