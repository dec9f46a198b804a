"""S3: which of its operations a method on a path is, and what that needs.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
"""

from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from moto.s3.models import s3_backends

from local.account import ACCOUNT_ID
from local.permissions.call import ApiCall
from local.permissions.request import Keys, Need

_BUCKET = "arn:aws:s3:::"
#: What a method on a bucket needs that asks for nothing special.
_BUCKETS = {"DELETE": "DeleteBucket", "PUT": "CreateBucket"}
#: What a GET of a bucket with one of these in its query needs; other settings of a bucket are not mapped.
_LISTINGS = {
    "uploads": "ListBucketMultipartUploads",
    "versions": "ListBucketVersions",
    "location": "GetBucketLocation",
}
#: What the query of a listing has.
_LISTED = frozenset(
    {
        "continuation-token",
        "delimiter",
        "encoding-type",
        "fetch-owner",
        "list-type",
        "marker",
        "max-keys",
        "prefix",
        "start-after",
    }
)
_SIGNED = "x-amz-"


def needs(call: ApiCall) -> tuple[Need, ...] | None:
    """Return what `call` needs."""
    bucket, key = _place(call)
    query = {name for name in call.query if not name.lower().startswith(_SIGNED)}
    if not bucket:
        return (Need("s3:ListAllMyBuckets", "*"),) if call.method == "GET" else None
    if not key:
        return _on_bucket(call, bucket, query)
    return _on_object(call, bucket, key, query)


def _place(call: ApiCall) -> tuple[str, str]:
    """Return bucket and key, whether the host or the path names the bucket."""
    host = urlsplit(call.request.url).hostname or ""
    bucket, dot, _ = host.partition(".s3.")
    path = call.path.lstrip("/")
    if dot:
        return bucket, path
    bucket, _, key = path.partition("/")
    return bucket, key


def _on_bucket(call: ApiCall, bucket: str, query: set[str]) -> tuple[Need, ...] | None:
    arn = f"{_BUCKET}{bucket}"
    if call.method == "HEAD":
        return (Need("s3:ListBucket", arn),)
    if call.method in _BUCKETS and not query:
        return (Need(f"s3:{_BUCKETS[call.method]}", arn),)
    if call.method == "POST" and "delete" in query:
        return tuple(Need("s3:DeleteObject", f"{arn}/{key}") for key in _deleted(call.body))
    if call.method == "GET":
        for name, action in _LISTINGS.items():
            if name in query:
                return (Need(f"s3:{action}", arn, _listing(call)),)
        if query <= _LISTED:
            return (Need("s3:ListBucket", arn, _listing(call)),)
    return None


def _listing(call: ApiCall) -> Keys:
    names = ("prefix", "delimiter", "max-keys")
    return {f"s3:{name}": (call.query[name],) for name in names if name in call.query}


def _deleted(body: bytes) -> list[str]:
    elements = ElementTree.fromstring(body).iter()
    return [element.text or "" for element in elements if element.tag.endswith("Key")]


def _on_object(call: ApiCall, bucket: str, key: str, query: set[str]) -> tuple[Need, ...] | None:
    arn, version = f"{_BUCKET}{bucket}/{key}", "Version" if "versionId" in query else ""
    match call.method:
        case "GET" | "HEAD" if "tagging" in query:
            return (Need(f"s3:GetObject{version}Tagging", arn),)
        case "GET" if "uploadId" in query:
            return (Need("s3:ListMultipartUploadParts", arn),)
        case "GET" if "acl" in query or "torrent" in query:
            return None
        case "GET" | "HEAD":
            return (Need(f"s3:GetObject{version}", arn), *_if_missing(bucket, key))
        case "PUT" if "tagging" in query:
            return (Need(f"s3:PutObject{version}Tagging", arn),)
        case "PUT" if not query & {"acl", "retention", "legal-hold"}:
            return (*_put(call, arn), *_copied(call))
        case "POST" if query & {"uploads", "uploadId"}:
            return _put(call, arn)
        case "DELETE" if "uploadId" in query:
            return (Need("s3:AbortMultipartUpload", arn),)
        case "DELETE" if "tagging" in query:
            return (Need(f"s3:DeleteObject{version}Tagging", arn),)
        case "DELETE":
            return (Need(f"s3:DeleteObject{version}", arn),)
    return None


def _put(call: ApiCall, arn: str) -> tuple[Need, ...]:
    acl = call.header("x-amz-acl")
    needed = [Need("s3:PutObject", arn, {"s3:x-amz-acl": (acl,)} if acl else {})]
    if acl:
        needed.append(Need("s3:PutObjectAcl", arn, {"s3:x-amz-acl": (acl,)}))
    if call.header("x-amz-tagging"):
        needed.append(Need("s3:PutObjectTagging", arn))
    return tuple(needed)


def _copied(call: ApiCall) -> tuple[Need, ...]:
    source = unquote(call.header("x-amz-copy-source")).lstrip("/")
    if not source:
        return ()
    place, _, version = source.partition("?versionId=")
    return (Need("s3:GetObjectVersion" if version else "s3:GetObject", f"{_BUCKET}{place}"),)


def _if_missing(bucket: str, key: str) -> tuple[Need, ...]:
    """Return what it needs to be told that an object is missing; others are told that access is denied.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    """
    found = s3_backends[ACCOUNT_ID]["aws"].buckets.get(bucket)
    if found is None or key in found.keys:
        return ()
    return (Need("s3:ListBucket", f"{_BUCKET}{bucket}"),)
