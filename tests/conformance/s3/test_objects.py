"""Objects: what is put is what is got, and on which conditions."""

import hashlib

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.refusals import refused
from tests.conformance.s3.buckets import Bucket

API = "https://docs.aws.amazon.com/AmazonS3/latest/API"
GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide"
GET_OBJECT = f"{API}/API_GetObject.html"
PUT_OBJECT = f"{API}/API_PutObject.html"
CONDITIONAL_WRITES = f"{GUIDE}/conditional-writes.html"


@behaviour(
    GET_OBJECT,
    "If you have the s3:ListBucket permission on the bucket, Amazon S3 returns an HTTP status code 404 "
    "Not Found error.",
)
def test_a_missing_key_is_not_found(aws: Aws) -> None:
    bucket = Bucket(aws)

    with refused("NoSuchKey", "The specified key does not exist") as refusal:
        bucket.get("nowhere")
    with refused("404"):
        bucket.s3.head_object(Bucket=bucket.name, Key="nowhere")

    assert refusal.answer["ResponseMetadata"]["HTTPStatusCode"] == 404


@behaviour(f"{API}/ErrorResponses.html", "NoSuchBucket: The specified bucket does not exist. 404 Not Found.")
def test_a_missing_bucket_is_named_as_such(aws: Aws) -> None:
    with refused("NoSuchBucket"):
        aws.client("s3").get_object(Bucket=aws.unique("nowhere"), Key="a")


@behaviour(
    f"{API}/API_Object.html",
    "Objects created by the PUT Object, POST Object, or Copy operation, and are encrypted by SSE-S3 or "
    "plaintext, have ETags that are an MD5 digest of their object data.",
)
def test_the_etag_of_a_put_is_the_md5_of_its_body(aws: Aws) -> None:
    bucket = Bucket(aws)

    put = bucket.put("a", b"hello")

    assert put["ETag"] == f'"{hashlib.md5(b"hello").hexdigest()}"'
    assert bucket.s3.head_object(Bucket=bucket.name, Key="a")["ETag"] == put["ETag"]


@behaviour(
    f"{GUIDE}/Welcome.html",
    "Amazon S3 provides strong read-after-write consistency for PUT and DELETE requests of objects in "
    "your Amazon S3 bucket in all AWS Regions.",
)
def test_a_write_is_seen_at_once(aws: Aws) -> None:
    bucket = Bucket(aws)

    for body in (b"one", b"two"):
        bucket.put("a", body)
        assert bucket.get("a")["Body"] == body
        assert bucket.keys() == ["a"]
    bucket.s3.delete_object(Bucket=bucket.name, Key="a")
    assert bucket.keys() == []
    with refused("NoSuchKey"):
        bucket.get("a")


@behaviour(
    PUT_OBJECT,
    "If-None-Match: uploads the object only if the object key name does not already exist in the "
    "bucket specified. Otherwise, Amazon S3 returns a 412 Precondition Failed error.",
)
def test_a_key_can_be_put_only_if_it_is_free(aws: Aws) -> None:
    bucket = Bucket(aws)
    bucket.put("a", b"first", IfNoneMatch="*")

    with refused("PreconditionFailed") as refusal:
        bucket.put("a", b"second", IfNoneMatch="*")

    assert refusal.answer["ResponseMetadata"]["HTTPStatusCode"] == 412
    assert bucket.get("a")["Body"] == b"first"


@behaviour(
    CONDITIONAL_WRITES,
    "Amazon S3 compares the provided ETag value with the ETag value of the object in S3. If the ETag "
    "values don't match, the operation fails. If there's no current object version with the same name, "
    "the operation fails with a 404 Not Found error.",
)
def test_an_object_can_be_replaced_only_if_it_is_the_one_seen(aws: Aws) -> None:
    bucket = Bucket(aws)
    seen = bucket.put("a", b"first")["ETag"]
    bucket.put("a", b"second", IfMatch=seen)

    with refused("PreconditionFailed"):
        bucket.put("a", b"third", IfMatch=seen)
    with refused("NoSuchKey"):
        bucket.put("nowhere", b"x", IfMatch=seen)

    assert bucket.get("a")["Body"] == b"second"


@behaviour(
    GET_OBJECT,
    "If-None-Match: return the object only if its entity tag (ETag) is different from the one "
    "specified in this header; otherwise, return a 304 Not Modified error. If-Match: only if it is the "
    "same; otherwise, return a 412 Precondition Failed error.",
)
def test_a_get_can_ask_for_another_or_the_same_version(aws: Aws) -> None:
    bucket = Bucket(aws)
    etag = bucket.put("a", b"hello")["ETag"]

    assert bucket.get("a", IfMatch=etag)["Body"] == b"hello"
    assert bucket.get("a", IfNoneMatch='"other"')["Body"] == b"hello"
    with refused("304"):
        bucket.get("a", IfNoneMatch=etag)
    with refused("PreconditionFailed"):
        bucket.get("a", IfMatch='"other"')


@behaviour(
    GET_OBJECT,
    "Range: downloads the specified byte range of an object.",
)
def test_a_range_is_a_part_of_the_object(aws: Aws) -> None:
    bucket = Bucket(aws)
    bucket.put("a", b"0123456789")

    middle, end, rest = (bucket.get("a", Range=f"bytes={asked}") for asked in ("2-4", "-3", "7-99"))

    assert (middle["Body"], end["Body"], rest["Body"]) == (b"234", b"789", b"789")
    assert middle["ContentRange"] == "bytes 2-4/10"
    assert middle["ResponseMetadata"]["HTTPStatusCode"] == 206
    assert rest["ContentRange"] == "bytes 7-9/10"


@behaviour(
    f"{API}/ErrorResponses.html", "InvalidRange: The requested range is not valid for the request. 416."
)
def test_a_range_beyond_the_end_is_refused(aws: Aws) -> None:
    bucket = Bucket(aws)
    bucket.put("a", b"0123456789")

    with refused("InvalidRange") as refusal:
        bucket.get("a", Range="bytes=10-")

    assert refusal.answer["ResponseMetadata"]["HTTPStatusCode"] == 416


@behaviour(
    f"{GUIDE}/UsingMetadata.html",
    "Amazon S3 stores user-defined metadata keys in lowercase; Content-Type and other system-defined "
    "metadata are returned with the object.",
)
def test_metadata_comes_back_with_its_names_in_lower_case(aws: Aws) -> None:
    bucket = Bucket(aws)
    bucket.put("a", Metadata={"Made-By": "Alice"}, ContentType="text/plain", CacheControl="no-store")

    found = bucket.get("a")

    assert found["Metadata"] == {"made-by": "Alice"}
    assert (found["ContentType"], found["CacheControl"]) == ("text/plain", "no-store")


@behaviour(
    f"{GUIDE}/UsingMetadata.html",
    "Within the PUT request header, the user-defined metadata is limited to 2 KB in size.",
)
def test_metadata_has_at_most_2_kb(aws: Aws) -> None:
    bucket = Bucket(aws)
    bucket.put("a", Metadata={"m": "x" * (2048 - 1)})

    with refused("MetadataTooLarge"):
        bucket.put("a", Metadata={"m": "x" * 2048})


@behaviour(
    f"{GUIDE}/object-keys.html",
    "The object key name is a sequence of Unicode characters with UTF-8 encoding of up to 1,024 bytes "
    "long. Object key names are case sensitive.",
)
def test_a_key_is_any_text_up_to_1024_bytes(aws: Aws) -> None:
    bucket = Bucket(aws)
    keys = sorted(("a b/ü+%&=?.txt", "A", "a", "é" * 512))
    for key in keys:
        bucket.put(key, key.encode())

    assert sorted(bucket.keys()) == keys
    assert [bucket.get(key)["Body"].decode() for key in keys] == keys
    with refused("KeyTooLongError"):
        bucket.put("é" * 513)


@behaviour(
    f"{API}/API_DeleteObject.html", "Deleting a key that does not exist answers 204 No Content all the same."
)
def test_a_missing_key_can_be_deleted(aws: Aws) -> None:
    bucket = Bucket(aws)

    answer = bucket.s3.delete_object(Bucket=bucket.name, Key="nowhere")

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204


@behaviour(
    f"{API}/ErrorResponses.html",
    "BadDigest: The Content-MD5 or checksum value that you specified did not match what the server received.",
)
def test_a_body_that_is_not_what_its_digest_says_is_refused(aws: Aws) -> None:
    bucket = Bucket(aws)

    with refused("BadDigest"):
        bucket.put("a", b"hello", ContentMD5="1B2M2Y8AsgTpgAmY7PhCfg==")

    assert bucket.keys() == []


@behaviour(
    f"{API}/API_CopyObject.html",
    "When copying an object, you can preserve all metadata (the default) or specify new metadata.",
)
def test_a_copy_keeps_or_replaces_the_metadata(aws: Aws) -> None:
    bucket = Bucket(aws)
    bucket.put("a", b"hello", Metadata={"colour": "red"}, ContentType="text/plain")
    source = {"Bucket": bucket.name, "Key": "a"}

    bucket.s3.copy_object(Bucket=bucket.name, Key="same", CopySource=source)  # type: ignore[arg-type]
    bucket.s3.copy_object(
        Bucket=bucket.name,
        Key="other",
        CopySource=source,  # type: ignore[arg-type]
        MetadataDirective="REPLACE",
        Metadata={"colour": "blue"},
    )

    same, other = bucket.get("same"), bucket.get("other")
    assert (same["Body"], same["Metadata"], same["ContentType"]) == (
        b"hello",
        {"colour": "red"},
        "text/plain",
    )
    assert (other["Body"], other["Metadata"]) == (b"hello", {"colour": "blue"})


@behaviour(
    f"{API}/API_CopyObject.html",
    "This copy request is illegal because it is trying to copy an object to itself without changing the "
    "object's metadata, storage class, website redirect location or encryption attributes (InvalidRequest).",
)
def test_an_object_is_not_copied_onto_itself_unchanged(aws: Aws) -> None:
    bucket = Bucket(aws)
    bucket.put("a")

    with refused("InvalidRequest", "copy an object to itself"):
        bucket.s3.copy_object(Bucket=bucket.name, Key="a", CopySource={"Bucket": bucket.name, "Key": "a"})


@behaviour(
    f"{GUIDE}/object-tagging.html",
    "You can associate up to 10 tags with an object. Tags that are associated with an object must have "
    "unique tag keys.",
)
def test_an_object_has_at_most_ten_tags(aws: Aws) -> None:
    bucket = Bucket(aws)
    bucket.put("a")

    def tag(count: int) -> None:
        tags = [{"Key": str(number), "Value": "x"} for number in range(count)]
        bucket.s3.put_object_tagging(Bucket=bucket.name, Key="a", Tagging={"TagSet": tags})  # type: ignore[typeddict-item]

    tag(10)
    with refused("BadRequest"):
        tag(11)

    assert len(bucket.s3.get_object_tagging(Bucket=bucket.name, Key="a")["TagSet"]) == 10
