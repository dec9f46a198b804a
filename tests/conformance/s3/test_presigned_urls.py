"""Presigned URLs: they allow what was signed, to whoever has them, for a time."""

import httpx
import pytest

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.s3.buckets import Bucket

GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide"
PRESIGNED = f"{GUIDE}/using-presigned-url.html"
QUERY_AUTHENTICATION = "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html"


def code(response: httpx.Response) -> str:
    """Return the code of S3's error."""
    return response.text.partition("<Code>")[2].partition("</Code>")[0]


@behaviour(
    f"{GUIDE}/PresignedUrlUploadObject.html",
    "Using a presigned URL will allow an upload without requiring another party to have AWS security "
    "credentials or permissions.",
)
def test_whoever_has_the_url_can_upload_and_download(aws: Aws) -> None:
    bucket, http = Bucket(aws), aws.http()

    put = http.put(bucket.url("put_object", "a b.txt"), content=b"hello")
    got = http.get(bucket.url("get_object", "a b.txt"))

    assert (put.status_code, got.status_code, got.content) == (200, 200, b"hello")


@behaviour(
    PRESIGNED,
    "Amazon S3 checks the expiration date and time of a signed URL at the time of the HTTP request.",
)
def test_a_url_ends(aws: Aws) -> None:
    bucket, http = Bucket(aws), aws.http()
    bucket.put("a", b"hello")
    url = bucket.url("get_object", "a", expires=3)

    assert http.get(url).status_code == 200
    aws.wait(5)
    late = http.get(url)

    assert (late.status_code, code(late)) == (403, "AccessDenied")
    assert "Request has expired" in late.text


@pytest.mark.parametrize("change", ["method", "key", "type", "lifetime", "parameter"])
@behaviour(
    QUERY_AUTHENTICATION,
    "X-Amz-Signature: provides the signature to authenticate your request. This signature must match "
    "the signature Amazon S3 calculates; otherwise, Amazon S3 denies the request.",
)
def test_a_url_allows_nothing_but_what_was_signed(aws: Aws, change: str) -> None:
    bucket, http = Bucket(aws), aws.http()
    bucket.put("a", b"hello")
    url = bucket.url("put_object", "a", ContentType="image/png")
    png = {"Content-Type": "image/png"}

    response = {
        "method": lambda: http.delete(url),
        "key": lambda: http.put(url.replace("/a?", "/b?"), content=b"x", headers=png),
        "type": lambda: http.put(url, content=b"x", headers={"Content-Type": "text/html"}),
        "lifetime": lambda: http.put(url.replace("Expires=300", "Expires=900"), content=b"x", headers=png),
        "parameter": lambda: http.put(url + "&partNumber=1", content=b"x", headers=png),
    }[change]()

    assert (response.status_code, code(response)) == (403, "SignatureDoesNotMatch")
    assert bucket.get("a")["Body"] == b"hello"


@behaviour(
    QUERY_AUTHENTICATION,
    "X-Amz-Expires: the minimum value you can set is 1, and the maximum is 604800 (seven days).",
)
def test_a_url_is_good_for_seven_days_at_most(aws: Aws) -> None:
    bucket, http = Bucket(aws), aws.http()
    bucket.put("a")

    assert http.get(bucket.url("get_object", "a", expires=604_800)).status_code == 200
    response = http.get(bucket.url("get_object", "a", expires=604_801))

    assert (response.status_code, code(response)) == (400, "AuthorizationQueryParametersError")


@behaviour(
    "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html",
    "The response headers that you can override for the GetObject response are Cache-Control, "
    "Content-Disposition, Content-Encoding, Content-Language, Content-Type, and Expires.",
)
def test_a_url_can_name_the_file_it_downloads(aws: Aws) -> None:
    bucket, http = Bucket(aws), aws.http()
    bucket.put("a", b"hello", ContentType="text/plain")
    named = 'attachment; filename="report.csv"'

    response = http.get(
        bucket.url("get_object", "a", ResponseContentDisposition=named, ResponseContentType="text/csv")
    )

    assert response.headers["Content-Disposition"] == named
    assert response.headers["Content-Type"] == "text/csv"


@behaviour(
    f"{GUIDE}/ShareObjectPreSignedURL.html",
    "By default, all Amazon S3 objects are private, only the object owner has permission to access them.",
)
def test_a_stranger_without_a_signature_is_denied(aws: Aws) -> None:
    bucket, http = Bucket(aws), aws.http()
    bucket.put("a")

    response = http.get(bucket.url("get_object", "a").partition("?")[0])

    assert (response.status_code, code(response)) == (403, "AccessDenied")
