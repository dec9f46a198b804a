"""The stack that holds data."""

from pathlib import Path

import pytest

from infra.catalog import CATALOG
from tests.infra.synthesis import synthesize
from tests.infra.template import Template

TABLE = "AWS::DynamoDB::Table"


def test_every_table_can_be_restored_to_any_point_in_time_and_is_paid_by_request(data: Template) -> None:
    tables = data.of_type(TABLE).values()
    assert len(tables) == 1 + sum(workload.table is not None for workload in CATALOG)
    for table in tables:
        assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
        assert table["BillingMode"] == "PAY_PER_REQUEST"
        assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}


def test_the_job_store_streams_and_its_indexes_hold_keys_only(data: Template) -> None:
    (store,) = [table for table in data.of_type(TABLE).values() if "StreamSpecification" in table]
    assert store["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert store["KeySchema"] == [{"AttributeName": "key", "KeyType": "HASH"}]
    indexes = {index["IndexName"]: index for index in store["GlobalSecondaryIndexes"]}
    assert set(indexes) == {"by_owner", "watched", "failed"}
    assert all(index["Projection"] == {"ProjectionType": "KEYS_ONLY"} for index in indexes.values())


def test_the_bucket_is_private_encrypted_and_refuses_plain_http(data: Template) -> None:
    (bucket,) = data.of_type("AWS::S3::Bucket").values()
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["BucketEncryption"]
    (policy,) = data.of_type("AWS::S3::BucketPolicy").values()
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert statement["Effect"] == "Deny"
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_objects_outlive_the_jobs_that_name_them(data: Template) -> None:
    (bucket,) = data.of_type("AWS::S3::Bucket").values()
    rules = {rule["Id"]: rule for rule in bucket["LifecycleConfiguration"]["Rules"]}
    assert rules["forget"]["ExpirationInDays"] > 4 + 14 + 30
    # What steps leave for each other is named by no job, and lies beside what callers own.
    assert (rules["forget-scratch"]["Prefix"], rules["forget-scratch"]["ExpirationInDays"]) == ("scratch/", 3)


@pytest.mark.parametrize(
    ("stage", "policy", "protected"), [("dev", "Delete", False), ("prod", "Retain", True)]
)
def test_a_protected_stage_keeps_its_data_when_the_stack_goes(
    tmp_path: Path, stage: str, policy: str, protected: bool
) -> None:
    data = synthesize(tmp_path, stage=stage).data
    for resource in data.resources.values():
        if resource["Type"] in (TABLE, "AWS::S3::Bucket"):
            assert resource["DeletionPolicy"] == policy
        if resource["Type"] == TABLE:
            assert resource["Properties"].get("DeletionProtectionEnabled", False) is protected


def test_the_service_stack_holds_nothing_that_cannot_be_made_anew(service: Template) -> None:
    assert not service.of_type(TABLE)
    assert not service.of_type("AWS::S3::Bucket")
