"""Signature Version 4, checked: the signature is computed again, with botocore's own code, and compared.

It knows keys and secrets only; what a wrong signature is answered with is the affair of whoever asks.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, unquote

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials

from local.gateway.message import Request

ALGORITHM = "AWS4-HMAC-SHA256"
TIMESTAMP = "%Y%m%dT%H%M%SZ"
#: How far a signature's time may be from now, in seconds.
MAX_SKEW = 300
#: How long a presigned URL may be good for at most, in seconds.
MAX_LIFETIME = 7 * 24 * 3600


class Flaw(StrEnum):
    """Why a signature does not hold."""

    MISSING = "missing"
    INCOMPLETE = "incomplete"
    UNKNOWN_KEY = "unknown key"
    MISMATCH = "mismatch"
    EXPIRED = "expired"
    NOT_YET_VALID = "not yet valid"
    WRONG_SCOPE = "wrong scope"


class BadSignature(Exception):
    """A signature that does not hold, and why."""

    def __init__(self, flaw: Flaw, message: str) -> None:
        super().__init__(message)
        self.flaw = flaw
        self.message = message


@dataclass(frozen=True)
class Signature:
    """What a request says of its signature.

    Attributes:
        time: when it was made, as in `X-Amz-Date`.
        signed_headers: names in lower case.
        lifetime: seconds it is good for, None for a signature in the headers.
    """

    access_key: str
    date: str
    region: str
    service: str
    time: str
    signed_headers: tuple[str, ...]
    value: str
    lifetime: int | None


class _HeaderChoice(SigV4Auth):
    """Signs the headers the caller signed, rather than those botocore would choose."""

    def __init__(self, secret: str, signature: Signature) -> None:
        credentials = Credentials(signature.access_key, secret)
        super().__init__(credentials, signature.service, signature.region)
        self._names = set(signature.signed_headers)

    def headers_to_sign(self, request: AWSRequest) -> HTTPHeaders:
        chosen = HTTPHeaders()
        for name, value in request.headers.items():
            if name.lower() in self._names:
                chosen[name.lower()] = value
        return chosen


class _S3HeaderChoice(_HeaderChoice, S3SigV4Auth):
    """The same for S3, whose paths are signed as they are."""

    def _normalize_url_path(self, path: str) -> str:
        return path


def read(request: Request) -> Signature:
    """Return the signature of a request, from its headers or its query.

    Raises BadSignature (MISSING, INCOMPLETE) where there is none, or only a part of one.
    """
    authorization = request.header("Authorization")
    if authorization is not None:
        return _from_header(request, authorization)
    query = {name: values[-1] for name, values in request.query_values().items()}
    if "X-Amz-Algorithm" in query:
        return _from_query(query)
    raise BadSignature(Flaw.MISSING, "Missing Authentication Token")


def verify(
    request: Request,
    signature: Signature,
    secrets: Mapping[str, str],
    *,
    region: str,
    service: str,
    now: float,
) -> None:
    """Check a signature against the request it came with.

    Args:
        secrets: access key → secret, of everybody known.
        now: seconds since the epoch.

    Raises BadSignature.
    """
    if (signature.service, signature.region) != (service, region):
        raise BadSignature(
            Flaw.WRONG_SCOPE,
            f"Credential should be scoped to the region '{region}' and the service '{service}'.",
        )
    if signature.access_key not in secrets:
        raise BadSignature(Flaw.UNKNOWN_KEY, "The security token included in the request is invalid.")
    _check_time(signature, now)
    if not hmac.compare_digest(_compute(request, signature, secrets[signature.access_key]), signature.value):
        raise BadSignature(
            Flaw.MISMATCH,
            "The request signature we calculated does not match the signature you provided. "
            "Check your AWS Secret Access Key and signing method. "
            "Consult the service documentation for details.",
        )


def _from_header(request: Request, authorization: str) -> Signature:
    algorithm, _, rest = authorization.partition(" ")
    parts = dict(part.strip().partition("=")[::2] for part in rest.split(","))
    time = request.header("X-Amz-Date")
    missing = [name for name in ("Credential", "Signature", "SignedHeaders") if not parts.get(name)]
    if algorithm != ALGORITHM or missing or time is None:
        wanted = "".join(f"Authorization header requires '{name}' parameter. " for name in missing)
        if time is None:
            wanted += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
        raise BadSignature(Flaw.INCOMPLETE, f"{wanted}Authorization={authorization}")
    return _signature(parts["Credential"], parts["SignedHeaders"], parts["Signature"], time, None)


def _from_query(query: Mapping[str, str]) -> Signature:
    names = ("Credential", "Date", "Expires", "SignedHeaders", "Signature")
    missing = [name for name in names if not query.get(f"X-Amz-{name}")]
    if missing or query["X-Amz-Algorithm"] != ALGORITHM or not query["X-Amz-Expires"].isdigit():
        raise BadSignature(
            Flaw.INCOMPLETE,
            "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, "
            "X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
        )
    credential, time, lifetime, signed, value = (query[f"X-Amz-{name}"] for name in names)
    if int(lifetime) > MAX_LIFETIME:
        raise BadSignature(Flaw.INCOMPLETE, "X-Amz-Expires must be less than a week (in seconds)")
    return _signature(credential, signed, value, time, int(lifetime))


def _signature(credential: str, signed: str, value: str, time: str, lifetime: int | None) -> Signature:
    match credential.split("/"):
        case [access_key, date, region, service, "aws4_request"] if time.startswith(date):
            headers = tuple(signed.lower().split(";"))
            if "host" not in headers:
                raise BadSignature(
                    Flaw.INCOMPLETE, "'Host' must be a 'SignedHeader' in the AWS Authorization."
                )
            return Signature(access_key, date, region, service, time, headers, value, lifetime)
    raise BadSignature(
        Flaw.WRONG_SCOPE,
        f"Credential must have exactly 5 slash-delimited elements, of the day of the signature: {credential}",
    )


def _check_time(signature: Signature, now: float) -> None:
    try:
        made = dt.datetime.strptime(signature.time, TIMESTAMP).replace(tzinfo=dt.UTC).timestamp()
    except ValueError:
        raise BadSignature(
            Flaw.INCOMPLETE, f"Date must be in ISO-8601 'basic format'. Got '{signature.time}'."
        ) from None
    stamp = dt.datetime.fromtimestamp(now, dt.UTC).strftime(TIMESTAMP)
    lifetime = MAX_SKEW if signature.lifetime is None else signature.lifetime
    if now - made > lifetime:
        raise BadSignature(
            Flaw.EXPIRED, f"Signature expired: {signature.time} is more than {lifetime} s before {stamp}"
        )
    if made - now > MAX_SKEW:
        raise BadSignature(
            Flaw.NOT_YET_VALID,
            f"Signature not yet current: {signature.time} is still later than {stamp} + {MAX_SKEW} s",
        )


def _compute(request: Request, signature: Signature, secret: str) -> str:
    signer = (_S3HeaderChoice if signature.service == "s3" else _HeaderChoice)(secret, signature)
    # Not https: botocore then always counts the body in.
    signed = AWSRequest(method=request.method, url=f"http://host{request.path}?{_query(request)}")
    for name, value in request.headers:
        if name.lower() in signature.signed_headers:
            signed.headers[name] = value
    # Put in for what the caller claims: a body that was tampered with then changes the signature.
    del signed.headers["X-Amz-Content-SHA256"]
    signed.headers["X-Amz-Content-SHA256"] = _body_hash(request, signature)
    signed.context["timestamp"] = signature.time
    return signer.signature(signer.string_to_sign(signed, signer.canonical_request(signed)), signed)


def _body_hash(request: Request, signature: Signature) -> str:
    if signature.service == "s3" and signature.lifetime is not None:
        return request.header("X-Amz-Content-SHA256") or "UNSIGNED-PAYLOAD"
    return hashlib.sha256(request.body).hexdigest()


def _query(request: Request) -> str:
    """The query as it is signed: encoded anew, so that it does not matter how the client encoded it."""
    pairs = []
    for pair in request.query.split("&") if request.query else []:
        name, _, value = pair.partition("=")
        if name != "X-Amz-Signature":
            pairs.append(f"{_encode(name)}={_encode(value)}")
    return "&".join(pairs)


def _encode(text: str) -> str:
    return quote(unquote(text), safe="-_.~")
