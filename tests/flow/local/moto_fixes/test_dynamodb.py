from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from local.hub import Hub
from tests.flow.local.moto_fixes.machines import REGION

KEY = {"k": {"S": "1"}}
VALUES = {":v": {"N": "2"}}


@pytest.fixture
def dynamodb(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AWS_ACCOUNT_ID_ENDPOINT_MODE", "disabled")
    client = boto3.client("dynamodb", region_name=REGION)
    client.create_table(
        TableName="t",
        KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )
    return client


@pytest.fixture
def item(dynamodb: Any) -> dict[str, Any]:
    """An item that is in the table."""
    item = KEY | {"n": {"N": "1"}, "l": {"L": [{"S": "a"}]}}
    dynamodb.put_item(TableName="t", Item=item)
    return item


def update(dynamodb: Any, expression: str = "SET n = :v", key: str = "1", **more: Any) -> dict[str, Any]:
    attributes: dict[str, Any] = dynamodb.update_item(
        TableName="t",
        Key={"k": {"S": key}},
        UpdateExpression=expression,
        ReturnValues="ALL_NEW",
        **{"ExpressionAttributeValues": VALUES} | more,
    )["Attributes"]
    return attributes


CONDITIONS = """
n = | n == :v | size(n | nope(n) | n BETWEEN :v | n IN () | n = :v AND | (n = :v | NOT | attribute_exists(:v)
| n = :undefined | #undefined = :v
"""


@pytest.mark.parametrize("condition", ["", *(condition.strip() for condition in CONDITIONS.split("|"))])
def test_a_condition_that_makes_no_sense_is_a_validation_error(
    dynamodb: Any, item: dict[str, Any], condition: str
) -> None:
    put = {"TableName": "t", "Item": KEY, "ExpressionAttributeValues": VALUES}
    for write in (
        lambda: update(dynamodb, ConditionExpression=condition),
        lambda: dynamodb.put_item(ConditionExpression=condition, **put),
        lambda: dynamodb.transact_write_items(
            TransactItems=[{"Put": put | {"ConditionExpression": condition}}]
        ),
    ):
        with pytest.raises(ClientError) as refused:
            write()
        assert refused.value.response["Error"]["Code"] == "ValidationException"
    assert dynamodb.get_item(TableName="t", Key=KEY)["Item"] == item


def test_a_failed_condition_shows_the_item_it_failed_on(dynamodb: Any, item: dict[str, Any]) -> None:
    show = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    failures = dynamodb.exceptions.ConditionalCheckFailedException
    with pytest.raises(failures) as put:
        dynamodb.put_item(TableName="t", Item=KEY, ConditionExpression="attribute_not_exists(k)", **show)
    with pytest.raises(failures) as updated:
        update(dynamodb, ConditionExpression="n = :v", **show)
    assert put.value.response["Item"] == updated.value.response["Item"] == item


def test_an_expression_works_the_same_the_second_time_and_on_another_item(
    dynamodb: Any, item: dict[str, Any]
) -> None:
    expression = "SET n = if_not_exists(n, :zero) + :v, l = list_append(if_not_exists(l, :none), :more)"
    values = VALUES | {":zero": {"N": "10"}, ":none": {"L": []}, ":more": {"L": [{"S": "b"}]}}

    def grow(key: str) -> tuple[str, int]:
        grown = update(dynamodb, expression, key, ExpressionAttributeValues=values)
        return grown["n"]["N"], len(grown["l"]["L"])

    assert [grow("1"), grow("1"), grow("2"), grow("1")] == [("3", 2), ("5", 3), ("12", 1), ("7", 4)]


def test_names_count_although_the_expression_is_the_same(dynamodb: Any, item: dict[str, Any]) -> None:
    assert update(dynamodb, "SET #a = :v", ExpressionAttributeNames={"#a": "n"})["n"] == {"N": "2"}
    with pytest.raises(ClientError, match="part of the key"):
        update(dynamodb, "SET #a = :v", ExpressionAttributeNames={"#a": "k"})
    assert update(dynamodb, "SET #a = :v", ExpressionAttributeNames={"#a": "m"})["m"] == {"N": "2"}


@pytest.mark.parametrize(
    "expression", ["SET n = :v, n = :v", "SET n = :v SET m = :v", "SET k = :v", "SET n = :v REMOVE n"]
)
def test_a_bad_update_is_refused_every_time(dynamodb: Any, item: dict[str, Any], expression: str) -> None:
    for _ in range(3):
        with pytest.raises(ClientError):
            update(dynamodb, expression)


def test_a_write_makes_one_stream_record_and_an_idle_one_none(dynamodb: Any) -> None:
    update(dynamodb)
    update(dynamodb)
    update(dynamodb, "SET n = n + :v")
    dynamodb.put_item(TableName="t", Item=KEY)
    dynamodb.put_item(TableName="t", Item=KEY)
    dynamodb.delete_item(TableName="t", Key=KEY)
    update(dynamodb)
    streams = boto3.client("dynamodbstreams", region_name=REGION)
    arn = dynamodb.describe_table(TableName="t")["Table"]["LatestStreamArn"]
    shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    start = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    records = streams.get_records(ShardIterator=start["ShardIterator"])["Records"]
    images = [(record["eventName"], record["dynamodb"].get("NewImage", {}).get("n")) for record in records]
    two, four = {"N": "2"}, {"N": "4"}
    assert images == [
        ("INSERT", two),
        ("MODIFY", four),
        ("MODIFY", None),
        ("REMOVE", None),
        ("INSERT", two),
    ]


def test_a_transaction_that_is_refused_leaves_items_and_stream_as_they_were(
    dynamodb: Any, item: dict[str, Any]
) -> None:
    dynamodb.put_item(TableName="t", Item={"k": {"S": "2"}})

    with pytest.raises(ClientError, match=r"\[None, None, None, ConditionalCheckFailed\]"):
        dynamodb.transact_write_items(
            TransactItems=[
                {
                    "Update": {
                        "TableName": "t",
                        "Key": KEY,
                        "UpdateExpression": "SET n = :v",
                        "ExpressionAttributeValues": VALUES,
                    }
                },
                {"Delete": {"TableName": "t", "Key": {"k": {"S": "2"}}}},
                {"Put": {"TableName": "t", "Item": {"k": {"S": "3"}}}},
                {
                    "ConditionCheck": {
                        "TableName": "t",
                        "Key": {"k": {"S": "4"}},
                        "ConditionExpression": "attribute_exists(k)",
                    }
                },
            ]
        )

    found = dynamodb.scan(TableName="t")["Items"]
    assert sorted(found, key=lambda one: str(one["k"]["S"])) == [item, {"k": {"S": "2"}}]
    streams = boto3.client("dynamodbstreams", region_name=REGION)
    arn = dynamodb.describe_table(TableName="t")["Table"]["LatestStreamArn"]
    shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    start = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    records = streams.get_records(ShardIterator=start["ShardIterator"])["Records"]
    assert [record["eventName"] for record in records] == ["INSERT", "INSERT"]
