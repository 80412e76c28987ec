"""Alibaba Cloud's V3 request signature, ACS3-HMAC-SHA256 (`sms.md` §6.2).

Vendor document: help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature (V3版本请求体&签名机制).
Pure: date and nonce are arguments, so that the manual's own example is a test.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

_ALGORITHM = "ACS3-HMAC-SHA256"


@dataclass(frozen=True, slots=True)
class Call:
    """One call before it is signed. The body is always empty: every parameter rides in the query."""

    host: str
    """With the port where it is not the scheme's own, as the Host header will say it."""
    action: str
    version: str
    parameters: tuple[tuple[str, str], ...]


def canonical_query(parameters: Iterable[tuple[str, str]]) -> str:
    """The query exactly as it is signed and must go over the wire: RFC 3986, sorted."""
    return "&".join(f"{_encoded(key)}={_encoded(value)}" for key, value in sorted(parameters))


def signed_headers(
    call: Call, *, key_id: str, key_secret: str, at: datetime, nonce: str
) -> Mapping[str, str]:
    """All headers of the signed POST, Authorization among them."""
    body_digest = hashlib.sha256(b"").hexdigest()
    headers = {
        "host": call.host,
        "x-acs-action": call.action,
        "x-acs-content-sha256": body_digest,
        "x-acs-date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce,
        "x-acs-version": call.version,
    }
    names = ";".join(sorted(headers))
    canonical_headers = "".join(f"{name}:{headers[name].strip()}\n" for name in sorted(headers))
    canonical = "\n".join(
        ("POST", "/", canonical_query(call.parameters), canonical_headers, names, body_digest)
    )
    to_sign = f"{_ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(key_secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    authorization = f"{_ALGORITHM} Credential={key_id},SignedHeaders={names},Signature={signature}"
    return headers | {"Authorization": authorization}


def _encoded(text: str) -> str:
    return quote(text, safe="-_.~")
