"""Buckets: their names, their lists, and their versions."""

import pytest

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.refusals import refused
from tests.conformance.s3.buckets import Bucket

API = "https://docs.aws.amazon.com/AmazonS3/latest/API"
GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide"
LIST = f"{API}/API_ListObjectsV2.html"


@behaviour(
    f"{GUIDE}/ListingKeysUsingAPIs.html",
    "List results are always returned in UTF-8 binary order.",
)
def test_a_list_is_in_the_order_of_bytes(aws: Aws) -> None:
    bucket = Bucket(aws)
    for key in ("b", "é", "a/2", "Z", "a/10", "a"):
        bucket.put(key)

    assert bucket.keys() == ["Z", "a", "a/10", "a/2", "b", "é"]


@behaviour(
    LIST,
    "NextContinuationToken is sent when isTruncated is true, which means there are more keys in the "
    "bucket that can be listed.",
)
def test_a_list_comes_in_pages(aws: Aws) -> None:
    bucket = Bucket(aws)
    for number in range(5):
        bucket.put(str(number))

    pages: list[list[str]] = []
    more: dict[str, str] = {}
    while not pages or more:
        page = bucket.s3.list_objects_v2(Bucket=bucket.name, MaxKeys=2, **more)  # type: ignore[arg-type]
        pages.append([found["Key"] for found in page["Contents"]])
        assert page["KeyCount"] == len(pages[-1])
        more = {"ContinuationToken": page["NextContinuationToken"]} if page["IsTruncated"] else {}

    assert pages == [["0", "1"], ["2", "3"], ["4"]]


@behaviour(
    LIST,
    "CommonPrefixes lists keys that act like subdirectories in the directory specified by Prefix. All "
    "of the keys that roll up into a common prefix count as a single return when calculating the "
    "number of returns.",
)
def test_a_delimiter_rolls_keys_up(aws: Aws) -> None:
    bucket = Bucket(aws)
    for key in ("a/1", "a/2", "b/1", "top"):
        bucket.put(key)

    answer = bucket.s3.list_objects_v2(Bucket=bucket.name, Delimiter="/")
    one = bucket.s3.list_objects_v2(Bucket=bucket.name, Delimiter="/", MaxKeys=1)

    assert [found["Prefix"] for found in answer["CommonPrefixes"]] == ["a/", "b/"]
    assert [found["Key"] for found in answer["Contents"]] == ["top"]
    assert answer["KeyCount"] == 3
    assert ([found["Prefix"] for found in one["CommonPrefixes"]], one["IsTruncated"]) == (["a/"], True)


@behaviour(
    LIST,
    "Amazon S3 starts listing after this specified key. StartAfter can be any key in the bucket.",
)
def test_a_list_starts_after_a_key(aws: Aws) -> None:
    bucket = Bucket(aws)
    for key in ("a", "b", "c"):
        bucket.put(key)

    assert bucket.keys(StartAfter="a") == ["b", "c"]
    assert bucket.keys(StartAfter="aa", Prefix="b") == ["b"]


@behaviour(
    f"{API}/API_DeleteBucket.html",
    "All objects (including all object versions and delete markers) in the bucket must be deleted "
    "before the bucket itself can be deleted.",
)
def test_a_bucket_with_objects_cannot_be_deleted(aws: Aws) -> None:
    bucket = Bucket(aws)
    bucket.put("a")

    with refused("BucketNotEmpty"):
        bucket.s3.delete_bucket(Bucket=bucket.name)

    bucket.s3.delete_object(Bucket=bucket.name, Key="a")
    bucket.s3.delete_bucket(Bucket=bucket.name)
    with refused("404"):
        bucket.s3.head_bucket(Bucket=bucket.name)


@pytest.mark.parametrize("name", ["ab", "Capital-Letters", "under_score", "-begins", "ends-", "192.168.5.4"])
@behaviour(
    f"{GUIDE}/bucketnamingrules.html",
    "Bucket names must be between 3 and 63 characters long; can consist only of lowercase letters, numbers, "
    "periods, and hyphens; must begin and end with a letter or number; must not be formatted as an IP "
    "address.",
)
def test_a_bucket_s_name_keeps_the_rules(aws: Aws, name: str) -> None:
    with refused("InvalidBucketName"):
        aws.client("s3").create_bucket(Bucket=name)


@behaviour(
    f"{API}/API_DeleteObjects.html",
    "The request can contain a list of up to 1,000 keys that you want to delete. If the object "
    "specified in the request isn't found, Amazon S3 confirms the deletion by returning the result as "
    "deleted.",
)
def test_many_objects_are_deleted_at_once(aws: Aws) -> None:
    bucket = Bucket(aws)
    for key in ("a", "b"):
        bucket.put(key)

    def delete(*keys: str) -> list[str]:
        answer = bucket.s3.delete_objects(
            Bucket=bucket.name, Delete={"Objects": [{"Key": key} for key in keys]}
        )
        return sorted(deleted["Key"] for deleted in answer["Deleted"])

    assert delete("a", "nowhere") == ["a", "nowhere"]
    assert bucket.keys() == ["b"]
    with refused("MalformedXML"):
        delete(*(str(number) for number in range(1001)))


@behaviour(
    f"{GUIDE}/DeletingObjectVersions.html",
    "When versioning is enabled, a simple DELETE cannot permanently delete an object. Instead, Amazon "
    "S3 inserts a delete marker in the bucket, and that marker becomes the current version of the "
    "object with a new ID.",
)
def test_a_delete_in_a_versioned_bucket_leaves_the_versions(aws: Aws) -> None:
    bucket = Bucket(aws)
    bucket.s3.put_bucket_versioning(Bucket=bucket.name, VersioningConfiguration={"Status": "Enabled"})
    first, second = (bucket.put("a", body)["VersionId"] for body in (b"one", b"two"))

    marker = bucket.s3.delete_object(Bucket=bucket.name, Key="a")

    assert marker["DeleteMarker"] is True
    with refused("NoSuchKey"):
        bucket.get("a")
    assert bucket.get("a", VersionId=first)["Body"] == b"one"
    bucket.s3.delete_object(Bucket=bucket.name, Key="a", VersionId=marker["VersionId"])
    assert bucket.get("a")["Body"] == b"two"
    bucket.s3.delete_object(Bucket=bucket.name, Key="a", VersionId=second)
    assert bucket.get("a")["Body"] == b"one"
