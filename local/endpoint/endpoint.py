"""The AWS API itself over HTTP, onto the moto of this process: for presigned URLs and for any AWS client.

Thin: it finds out which service is meant and hands over. Presigned URLs are for strangers, so their
signatures are checked; other calls are believed whose key they name, and the guard judges by that.
"""

from collections.abc import Callable, Mapping
from uuid import uuid4

from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders
from botocore.model import OperationNotFoundError
from moto.core.models import botocore_stubber

from local.endpoint import errors
from local.endpoint.bucket_hosts import bucket_of
from local.endpoint.unmoved import unmoved
from local.gateway.addresses import Address, find_address
from local.gateway.message import Headers, Request, Response
from local.gateway.signature import BadSignature, Flaw, Signature, read, verify
from local.permissions import Keys

#: Headers of a connection, which end here.
HOP_BY_HOP = frozenset({"connection", "expect", "host", "keep-alive", "transfer-encoding"})
#: Headers the server in front writes itself.
SERVERS_OWN = frozenset({"connection", "date", "server", "transfer-encoding"})

#: What a service's host is called that signs by another name.
_HOSTS = {"ses": "email"}

#: Flaw of a signature → S3's status, code and message:
#: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
_S3_ERRORS: Mapping[Flaw, tuple[int, str, str]] = {
    Flaw.EXPIRED: (403, "AccessDenied", "Request has expired"),
    Flaw.NOT_YET_VALID: (403, "AccessDenied", "Request is not yet valid"),
    Flaw.UNKNOWN_KEY: (
        403,
        "InvalidAccessKeyId",
        "The AWS Access Key Id you provided does not exist in our records.",
    ),
    Flaw.MISMATCH: (
        403,
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. "
        "Check your key and signing method.",
    ),
}


class Endpoint:
    """The API of all services, at one address.

    Args:
        keys: of everybody whose presigned URLs count.
        now: gives the time, in seconds since the epoch.
        call_api: answers requests to the stages of REST APIs, which have their addresses here too.
    """

    def __init__(
        self, keys: Keys, now: Callable[[], float], call_api: Callable[[Address, Request], Response]
    ) -> None:
        self._keys = keys
        self._now = now
        self._call_api = call_api

    def handle(self, request: Request) -> Response:
        """Return the response of the service that the request's signature names, or of an API's stage."""
        address = find_address(request)
        if address is not None:
            return self._call_api(address, request)
        query = request.query_values()
        if "AWSAccessKeyId" in query and "Signature" in query:
            # Buckets made since June 2020 take no other:
            # https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html
            return errors.rest_xml(
                400,
                "InvalidRequest",
                "The authorization mechanism you have provided is not supported. "
                "Please use AWS4-HMAC-SHA256.",
            )
        try:
            signature = read(request)
            if signature.lifetime is not None:
                self._check_presigned(request, signature)
        except BadSignature as error:
            if error.flaw is Flaw.MISSING:
                return errors.missing_signature(request)
            fallback = (400, "AuthorizationQueryParametersError", error.message)
            return errors.rest_xml(*_S3_ERRORS.get(error.flaw, fallback))
        what = unmoved(request, signature.service)
        if what is not None:
            return errors.not_here(request, signature.service, what)
        return _hand_over(request, signature)

    def _check_presigned(self, request: Request, signature: Signature) -> None:
        found = self._keys.find(signature.access_key)
        verify(
            request,
            signature,
            {} if found is None else {signature.access_key: found.secret_key},
            region=signature.region,
            service=signature.service,
            now=self._now(),
        )
        declared = request.header("Content-Length")
        if "content-length" in signature.signed_headers and declared != str(len(request.body)):
            raise BadSignature(Flaw.MISMATCH, "the body is not as long as it was signed for")


def _hand_over(request: Request, signature: Signature) -> Response:
    host = "s3.amazonaws.com"
    if signature.service != "s3":
        host = f"{_HOSTS.get(signature.service, signature.service)}.{signature.region}.amazonaws.com"
    headers = HTTPHeaders()
    headers["Host"] = host
    for name, value in request.headers:
        if name.lower() not in HOP_BY_HOP:
            headers[name] = value
    url = f"https://{host}{_path(request, signature)}" + (f"?{request.query}" if request.query else "")
    try:
        answer = botocore_stubber.process_request(
            AWSPreparedRequest(request.method, url, headers, request.body, stream_output=False)
        )
    except OperationNotFoundError:
        return errors.unknown_operation(request)
    except NotImplementedError as error:
        return errors.not_here(request, signature.service, str(error))
    if answer is None:
        return errors.not_here(request, signature.service, f"there is no {signature.service}")
    status, answered, body = answer
    kept = _kept(answered, request.method)
    return Response(status, (*kept, *_request_id(kept, signature)), _bytes(body))


def _path(request: Request, signature: Signature) -> str:
    bucket = bucket_of(request.header("Host") or "") if signature.service == "s3" else None
    return request.path if bucket is None else f"/{bucket}{request.path}"


def _request_id(kept: Headers, signature: Signature) -> Headers:
    """Return the header with the request's id, which every service gives, where moto has forgotten it."""
    name = "x-amz-request-id" if signature.service == "s3" else "x-amzn-RequestId"
    if any(given.lower() == name.lower() for given, _ in kept):
        return ()
    return ((name, str(uuid4())),)


def _kept(headers: Mapping[str, object], method: str) -> Headers:
    dropped = SERVERS_OWN if method == "HEAD" else SERVERS_OWN | {"content-length"}
    return tuple((name, str(value)) for name, value in headers.items() if name.lower() not in dropped)


def _bytes(body: object) -> bytes:
    match body:
        case bytes():
            return body
        case str():
            return body.encode()
        case _:
            return b"".join(body)  # type: ignore[arg-type]  # moto streams in pieces
