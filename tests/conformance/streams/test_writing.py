"""Putting records on a data stream: what a record and a shard can take."""

from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.streams.feeding import data_stream

if TYPE_CHECKING:
    from mypy_boto3_kinesis.type_defs import PutRecordsRequestEntryTypeDef

REFERENCE = "https://docs.aws.amazon.com/kinesis/latest/APIReference"
ALMOST_A_MEBIBYTE = b"x" * (1_048_576 - 100)


@behaviour(
    f"{REFERENCE}/API_PutRecords.html",
    "A record that fails to be added to a stream includes ErrorCode and ErrorMessage in the result. "
    "ErrorCode reflects the type of error and can be ProvisionedThroughputExceededException or "
    "InternalFailure.",
)
def test_a_shard_takes_a_mebibyte_a_second_and_the_answer_tells_what_it_did_not_take(aws: Aws) -> None:
    fed, kinesis = data_stream(aws), aws.client("kinesis")
    records: list[PutRecordsRequestEntryTypeDef] = [{"Data": ALMOST_A_MEBIBYTE, "PartitionKey": "one"}] * 4

    answer = kinesis.put_records(StreamName=fed.name, Records=records)

    failed = [record for record in answer["Records"] if "ErrorCode" in record]
    assert answer["FailedRecordCount"] == len(failed) > 0
    assert {record["ErrorCode"] for record in failed} == {"ProvisionedThroughputExceededException"}
    assert all("SequenceNumber" in record for record in answer["Records"] if record not in failed)


@behaviour(
    f"{REFERENCE}/API_PutRecord.html",
    "When the data blob (the payload before base64-encoding) is added to the partition key size, the "
    "total size must not exceed the maximum record size (1 MiB).",
)
def test_a_record_is_a_mebibyte_at_most(aws: Aws) -> None:
    fed = data_stream(aws)
    with pytest.raises(ClientError) as refused:
        aws.client("kinesis").put_record(
            StreamName=fed.name, Data=ALMOST_A_MEBIBYTE + b"x" * 100, PartitionKey="one"
        )
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert refused.value.response["Error"]["Code"] in ("ValidationException", "InvalidArgumentException")
