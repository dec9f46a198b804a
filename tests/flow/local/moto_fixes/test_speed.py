"""How much work an operation is: counted in function calls, which no machine makes fewer or more."""

import cProfile
import pstats
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from local.hub import Hub
from tests.flow.local.moto_fixes.machines import INVOKE, REGION, Functions, Machines
from tests.flow.local.moto_fixes.queues import make_queue

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef

#: Function calls, botocore's parsing of the answer included; moto as it is makes several times as many.
LITTLE = 500


def profile(work: Callable[[], object]) -> pstats.Stats:
    profiler = cProfile.Profile()
    profiler.runcall(work)
    return pstats.Stats(profiler)


def calls(work: Callable[[], object]) -> int:
    return profile(work).total_calls  # type: ignore[attr-defined,no-any-return]  # not in its types


@pytest.mark.parametrize("name", ["q", "q.fifo"])
def test_a_queues_depth_makes_no_call_harder(sqs: Any, hub: Hub, name: str) -> None:
    queue = make_queue(sqs, name)
    numbers = iter(range(10_000))

    def send() -> None:
        number = str(next(numbers))
        if name == "q":
            queue.send(number)
        else:
            queue.send_to(f"group{number}", number)

    def work() -> list[int]:
        send()
        received: list[MessageTypeDef] = []
        return [
            calls(send),
            calls(lambda: received.extend(queue.receive(1))),
            calls(lambda: queue.hide(received[0], 60)),
            calls(lambda: queue.delete(received[0])),
            calls(queue.count),
        ]

    work()
    shallow = work()
    for _ in range(500):
        send()
    for before, after in zip(shallow, work(), strict=True):
        assert after < before * 1.2


def test_an_expression_is_read_once(hub: Hub) -> None:
    dynamodb = boto3.client("dynamodb", region_name=REGION)
    dynamodb.create_table(
        TableName="t",
        KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )

    def update(expression: str, condition: str) -> int:
        return calls(
            lambda: dynamodb.update_item(
                TableName="t",
                Key={"k": {"S": "1"}},
                UpdateExpression=expression,
                ConditionExpression=condition,
                ExpressionAttributeValues={":v": {"N": "1"}},
            )
        )

    update("SET a = :v, b = :v", "attribute_not_exists(a)")
    once = update("SET c = :v, d = :v", "attribute_not_exists(e) AND attribute_not_exists(f)")
    again = update("SET c = :v, d = :v", "attribute_not_exists(e) AND attribute_not_exists(f)")
    assert again < once * 0.8


@pytest.fixture
def table(hub: Hub) -> Any:
    """A client of DynamoDB; it has an empty table `t`."""
    dynamodb = boto3.client("dynamodb", region_name=REGION)
    dynamodb.create_table(
        TableName="t",
        KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}, {"AttributeName": "s", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in "ks"],
        BillingMode="PAY_PER_REQUEST",
    )
    return dynamodb


def fill(table: Any) -> None:
    for number in range(200):
        table.put_item(TableName="t", Item={"k": {"S": f"other{number}"}, "s": {"S": "1"}})


def test_a_table_s_size_makes_no_transaction_harder(table: Any) -> None:
    numbers = iter(range(1_000))

    def transact() -> int:
        item = {"k": {"S": "1"}, "s": {"S": str(next(numbers))}}
        writes = [{"Put": {"TableName": "t", "Item": item}}]
        return calls(lambda: table.transact_write_items(TransactItems=writes))

    transact()
    small = transact()
    fill(table)
    assert transact() < small * 1.2


def test_a_table_s_size_makes_no_query_harder(table: Any) -> None:
    table.put_item(TableName="t", Item={"k": {"S": "1"}, "s": {"S": "1"}})

    def query() -> int:
        asked = {"KeyConditionExpression": "k = :k", "ExpressionAttributeValues": {":k": {"S": "1"}}}
        return calls(lambda: table.query(TableName="t", **asked))

    query()
    small = query()
    fill(table)
    assert query() < small * 1.2


def test_a_definition_is_parsed_and_a_client_made_once(machines: Machines, functions: Functions) -> None:
    arn = functions.add("echo", lambda event: event)
    task = {"Type": "Task", "Resource": INVOKE, "Parameters": {"FunctionName": arn, "Payload.$": "$.once"}}
    machine = machines.add({"T": task | {"End": True}})

    def run() -> None:
        machines.start(machine, {"once": 1})
        machines.hub.run()

    run()
    called = {Path(file).name for file, _, _ in profile(run).stats}  # type: ignore[attr-defined]  # not in its types
    assert called.isdisjoint({"ASLParser.py", "yacc.py", "args.py"}), "the parsers, and a client's making"


def test_a_large_state_makes_an_execution_little_harder(machines: Machines) -> None:
    states = {f"P{number}": {"Type": "Pass", "Next": f"P{number + 1}"} for number in range(5)}
    machine = machines.add(states | {"P5": {"Type": "Pass", "End": True}})

    def run(data: Any) -> int:
        def work() -> None:
            machines.start(machine, data)
            machines.hub.run()

        return calls(work)

    run([])
    small, large = run([]), run([{"number": number, "tags": ["a", "b"]} for number in range(300)])
    assert large < small * 1.2


def test_a_call_inspects_no_class(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    queue.send("a")
    called = {name for _, _, name in profile(lambda: queue.send("b")).stats}  # type: ignore[attr-defined]
    assert "getmembers" not in called


def test_a_record_of_a_stream_costs_little_to_read(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCOUNT_ID_ENDPOINT_MODE", "disabled")
    dynamodb = boto3.client("dynamodb", region_name=REGION)
    arn = dynamodb.create_table(
        TableName="things",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )["TableDescription"]["LatestStreamArn"]
    for number in range(200):
        dynamodb.put_item(TableName="things", Item={"id": {"S": str(number)}})
    streams = boto3.client("dynamodbstreams", region_name=REGION)
    shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]

    def read(limit: int) -> int:
        start = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
        iterator = start["ShardIterator"]
        return calls(lambda: streams.get_records(ShardIterator=iterator, Limit=limit))

    read(1)
    assert (read(200) - read(100)) / 100 < LITTLE
