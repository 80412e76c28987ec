"""SendSms as the stand-in takes it: signed as the manual says, checked as the manual says."""

import hashlib
import hmac
import json
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from yarl import URL

from adapters.standins.sms import Running
from adapters.standins.sms.refused import RefusedError
from adapters.standins.sms.signature import Asked, Verifier
from tests.standins.sms.conftest import Control, Customer

GOOD = {
    "PhoneNumbers": "13800000001",
    "SignName": "某市民声",
    "TemplateCode": "SMS_1",
    "TemplateParam": '{"number":"0317"}',
    "OutId": "77",
}
MANUAL = Asked(
    method="POST",
    path="/",
    query="ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai",
    headers={
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-version": "2014-05-26",
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
        "authorization": "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;"
        "x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
    },
    body=b"",
)
THEN = datetime(2023, 10, 26, 10, 22, 32, tzinfo=UTC)


def test_the_manuals_example_is_accepted_once() -> None:
    verifier = Verifier("YourAccessKeyId", "YourAccessKeySecret")

    verifier.check(MANUAL, THEN, 900)

    with pytest.raises(RefusedError, match="nonce"):
        verifier.check(MANUAL, THEN, 900)


@pytest.mark.parametrize("minutes", [-16, 16])
def test_a_request_of_another_hour_is_refused(minutes: int) -> None:
    with pytest.raises(RefusedError) as refused:
        Verifier("YourAccessKeyId", "YourAccessKeySecret").check(
            MANUAL, THEN + timedelta(minutes=minutes), 900
        )

    assert refused.value.code == "InvalidTimeStamp.Expired"


class Caller:
    """A customer's program that signs as the vendor's own kit does: more headers than needed, or a form."""

    def __init__(self, control: Control) -> None:
        self._session = control.session
        self._url = URL(control.address)

    async def call(
        self,
        parameters: dict[str, str],
        *,
        form: bool = False,
        unsigned: tuple[str, ...] = (),
        **headers: str,
    ) -> tuple[int, Any]:
        body = urlencode(parameters).encode() if form else b""
        query = "" if form else urlencode(sorted(parameters.items()), quote_via=quote, safe="-_.~")
        sent = {
            "host": f"{self._url.host}:{self._url.port}",
            "accept": "application/json",
            "user-agent": "a kit (linux) Python/3.11",
            "x-acs-credentials-provider": "static_ak",
            "x-acs-action": "SendSms",
            "x-acs-version": "2017-05-25",
            "x-acs-date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "x-acs-signature-nonce": secrets.token_hex(8),
            "x-acs-content-sha256": hashlib.sha256(body).hexdigest(),
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        if form:
            sent["content-type"] = "application/x-www-form-urlencoded"
        names = sorted(set(sent) - set(unsigned))
        lines = ["POST", "/", query, *(f"{name}:{sent[name]}" for name in names), "", ";".join(names)]
        hashed = hashlib.sha256("\n".join([*lines, sent["x-acs-content-sha256"]]).encode()).hexdigest()
        signature = hmac.new(b"secret", f"ACS3-HMAC-SHA256\n{hashed}".encode(), hashlib.sha256).hexdigest()
        sent["Authorization"] = (
            f"ACS3-HMAC-SHA256 Credential=id,SignedHeaders={';'.join(names)},Signature={signature}"
        )
        url = URL(f"{self._url.origin()}/?{query}", encoded=True)
        async with self._session.post(url, data=body or None, headers=sent) as response:
            return response.status, await response.json()


@pytest.fixture
def caller(control: Control) -> Caller:
    return Caller(control)


@pytest.mark.parametrize("form", [False, True])
async def test_a_kits_call_goes_through_and_is_reported(
    caller: Caller, customer: Customer, standin: Running, form: bool
) -> None:
    status, answer = await caller.call(GOOD, form=form)

    assert (status, answer["Code"], answer["Message"]) == (200, "OK", "OK")
    assert [message.text for message in standin.gateway.phones.screen("13800000001")] == [
        "【某市民声】编号0317。"
    ]
    ((report,),) = await customer.pushed(1)
    assert (report["biz_id"], report["out_id"], report["success"]) == (answer["BizId"], "77", True)
    assert (report["err_code"], report["sms_size"]) == ("DELIVERED", "1")
    reported_at = datetime.strptime(f"{report['report_time']}+0800", "%Y-%m-%d %H:%M:%S%z")
    assert abs(reported_at - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"unsigned": ("x-acs-date",)}, "IncompleteSignature"),
        ({"unsigned": ("host",)}, "IncompleteSignature"),
        ({"x_acs_content_sha256": "0" * 64}, "SignatureDoesNotMatch"),
        ({"x_acs_action": "Nothing"}, "InvalidAction.NotFound"),
        ({"x_acs_version": "2017-05-24"}, "InvalidVersion"),
        ({"x_acs_date": "yesterday"}, "InvalidTimeStamp.Format"),
        ({"x_acs_date": "2026-01-01T00:00:00Z"}, "InvalidTimeStamp.Expired"),
    ],
)
async def test_a_call_that_is_not_signed_as_it_should_is_refused(
    caller: Caller, standin: Running, how: dict[str, Any], code: str
) -> None:
    status, answer = await caller.call(GOOD, **how)

    assert (status, answer["Code"]) == (404 if code.endswith("NotFound") else 400, code)
    assert standin.gateway.phones.numbers() == ()


async def test_a_nonce_is_good_for_one_call(caller: Caller) -> None:
    assert (await caller.call(GOOD, x_acs_signature_nonce="once"))[1]["Code"] == "OK"
    assert (await caller.call(GOOD, x_acs_signature_nonce="once"))[1]["Code"] == "SignatureNonceUsed"


async def test_a_call_without_signature_is_refused(control: Control) -> None:
    async with control.session.post(
        control.address, headers={"x-acs-action": "SendSms", "x-acs-version": "2017-05-25"}
    ) as no:
        assert (no.status, (await no.json())["Code"]) == (400, "IncompleteSignature")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"PhoneNumbers": ""}, "isv.MOBILE_NUMBER_ILLEGAL"),
        ({"PhoneNumbers": "12345"}, "isv.MOBILE_NUMBER_ILLEGAL"),
        ({"PhoneNumbers": ",".join(["13800000001"] * 1001)}, "isv.MOBILE_COUNT_OVER_LIMIT"),
        ({"SignName": "别人"}, "isv.SMS_SIGNATURE_ILLEGAL"),
        ({"TemplateCode": "SMS_9"}, "isv.SMS_TEMPLATE_ILLEGAL"),
        ({"TemplateParam": "{"}, "isv.INVALID_JSON_PARAM"),
        ({"TemplateParam": "[]"}, "isv.INVALID_JSON_PARAM"),
        ({"TemplateParam": '{"number":317}'}, "isv.INVALID_JSON_PARAM"),
        ({"TemplateParam": "{}"}, "isv.TEMPLATE_MISSING_PARAMETERS"),
        ({"TemplateParam": '{"number":""}'}, "isv.TEMPLATE_MISSING_PARAMETERS"),
        ({"TemplateParam": '{"number":"看http://a"}'}, "isv.PARAM_NOT_SUPPORT_URL"),
        ({"TemplateParam": '{"number":"【】"}'}, "isv.INVALID_PARAMETERS"),
        ({"TemplateParam": json.dumps({"number": "x" * 36})}, "isv.PARAM_LENGTH_LIMIT"),
        ({"OutId": "x" * 256}, "isv.INVALID_PARAMETERS"),
        ({"TemplateParam": '{"number":"坏词"}'}, "isv.BLACK_KEY_CONTROL_LIMIT"),
    ],
)
async def test_what_the_gateway_does_not_send(
    caller: Caller, control: Control, standin: Running, changes: dict[str, str], code: str
) -> None:
    await control.done("PUT", "rules", {"refused_words": ["坏词"]})

    status, answer = await caller.call(GOOD | changes, form=True)

    assert (status, answer["Code"]) == (200, code)
    assert standin.gateway.phones.numbers() == ()


async def test_one_number_gets_so_many_texts_a_business_day(caller: Caller, control: Control) -> None:
    codes = [(await caller.call(GOOD))[1]["Code"] for _ in range(3)]
    other = (await caller.call(GOOD | {"PhoneNumbers": "13800000002"}))[1]["Code"]
    await control.done("POST", "clock", {"offset_s": 86_400})

    assert codes == ["OK", "OK", "isv.BUSINESS_LIMIT_CONTROL"]
    assert other == "OK"
    assert (await caller.call(GOOD))[1]["Code"] == "OK"


async def test_templates_and_signatures_can_be_registered_later(caller: Caller, control: Control) -> None:
    registered = {"sign_names": ["新签名"], "templates": [{"code": "SMS_2", "text": "好"}]}
    await control.done("POST", "register", registered)

    assert (await caller.call(GOOD | {"SignName": "新签名", "TemplateCode": "SMS_2"}))[1]["Code"] == "OK"


async def test_a_report_may_say_that_nothing_arrived(
    caller: Caller, control: Control, customer: Customer, standin: Running
) -> None:
    await control.done("POST", "misbehave", {"kind": "report_failed", "code": "MK:0001", "times": 1})

    await caller.call(GOOD)

    ((report,),) = await customer.pushed(1)
    assert (report["success"], report["err_code"]) == (False, "MK:0001")
    assert standin.gateway.phones.numbers() == ()


async def test_a_report_may_never_come(caller: Caller, control: Control, customer: Customer) -> None:
    await control.done("POST", "misbehave", {"kind": "no_reports", "times": 1})

    await caller.call(GOOD)
    await caller.call(GOOD | {"OutId": "78"})

    ((report,),) = await customer.pushed(1)
    assert report["out_id"] == "78"
