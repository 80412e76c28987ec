"""The manual's own example, reproduced to the last digit (`sms.md` §6.2)."""

from datetime import UTC, datetime, timedelta, timezone

from adapters.sms.alibaba_signature import Call, canonical_query, signed_headers

CALL = Call(
    host="ecs.cn-shanghai.aliyuncs.com",
    action="RunInstances",
    version="2014-05-26",
    parameters=(
        ("RegionId", "cn-shanghai"),
        ("ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"),
    ),
)
NONCE = "3156853299f313e23d1673dc12e1703d"
AT = datetime(2023, 10, 26, 10, 22, 32, tzinfo=UTC)


def _signed(at: datetime = AT, words: str = "YourAccessKeySecret") -> str:
    headers = signed_headers(CALL, key_id="YourAccessKeyId", key_secret=words, at=at, nonce=NONCE)
    return headers["Authorization"]


def test_the_manuals_example_gives_the_manuals_signature() -> None:
    assert _signed() == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,"
        "SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_the_date_is_utc_whatever_zone_the_clock_speaks() -> None:
    assert _signed(at=AT.astimezone(timezone(timedelta(hours=8)))) == _signed()


def test_another_secret_gives_another_signature() -> None:
    assert _signed(words="another") != _signed()


def test_the_query_is_encoded_as_the_vendor_signs_it() -> None:
    query = canonical_query((("b", "a b+c*~"), ("a", "满意/1=&")))

    assert query == "a=%E6%BB%A1%E6%84%8F%2F1%3D%26&b=a%20b%2Bc%2A~"
