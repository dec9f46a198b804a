"""Maps, inline and distributed."""

import gzip
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.conformance.behaviour import behaviour
from tests.conformance.refusals import refused
from tests.conformance.stepfunctions.state_machines import StateMachines, passing, task

INLINE = "https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html"
DISTRIBUTED = "https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html"
READER = "https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html"
BATCHER = "https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html"
WRITER = "https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html"

State = Mapping[str, Any]
WAIT: State = {"Type": "Wait", "Seconds": 10, "End": True}


def mapped(state: State, mode: str = "INLINE", **fields: Any) -> dict[str, State]:
    """Return a Map of one state."""
    config = {"Mode": mode} | ({"ExecutionType": "STANDARD"} if mode == "DISTRIBUTED" else {})
    processor = {"ProcessorConfig": config, "StartAt": "Item", "States": {"Item": state}}
    return {"Map": {"Type": "Map", "ItemProcessor": processor, "End": True} | fields}


def distributed(state: State, **fields: Any) -> dict[str, State]:
    return mapped(state, "DISTRIBUTED", **fields)


def failing_on_two(machines: StateMachines) -> dict[str, Any]:
    """Return a task that fails for the item 2, or for a batch with it."""
    return task(
        machines.function(
            "def handle(event, context):\n"
            "    if event == 2 or isinstance(event, dict) and 2 in event['Items']:\n"
            "        raise ValueError('two')\n"
            "    return event\n"
        )
    )


def counts(
    machines: StateMachines, ended: Mapping[str, Any]
) -> tuple[str, Mapping[str, int], Mapping[str, int]]:
    """Return the status and the counts, of items and executions, of an execution's only Map Run."""
    [run] = machines.client.list_map_runs(executionArn=ended["executionArn"])["mapRuns"]
    described = machines.client.describe_map_run(mapRunArn=run["mapRunArn"])
    return described["status"], described["itemCounts"], described["executionCounts"]


@behaviour(
    INLINE,
    "MaxConcurrency: an integer value that provides an upper bound on the number of Map state "
    "iterations that can run in parallel.",
)
@pytest.mark.parametrize("mode", ["INLINE", "DISTRIBUTED"])
def test_a_map_runs_so_many_iterations_at_a_time(machines: StateMachines, mode: str) -> None:
    ended = machines.run(mapped(WAIT, mode, MaxConcurrency=2), [1, 2, 3, 4], within=120)
    assert json.loads(ended["output"]) == [1, 2, 3, 4]
    assert 20 <= (ended["stopDate"] - ended["startDate"]).total_seconds() < 30


@behaviour(
    INLINE, "The output is an array that contains the results of the iterations, in the order of the items."
)
def test_results_come_in_the_order_of_the_items(machines: StateMachines) -> None:
    waits = {"Type": "Wait", "SecondsPath": "$", "End": True}
    assert machines.output(mapped(waits), [5, 1, 3]) == [5, 1, 3]


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemselector.html",
    "ItemSelector overrides the values of the input items, with the item's value and index and the "
    "state's "
    "input at hand.",
)
@pytest.mark.parametrize("mode", ["INLINE", "DISTRIBUTED"])
def test_an_item_selector_makes_the_iterations_input(machines: StateMachines, mode: str) -> None:
    selector = {"at.$": "$$.Map.Item.Index", "item.$": "$$.Map.Item.Value", "all.$": "$.common"}
    states = mapped(passing(), mode, ItemsPath="$.items", ItemSelector=selector)
    output = machines.output(states, {"items": ["a", "b"], "common": 1})
    assert output == [{"at": 0, "item": "a", "all": 1}, {"at": 1, "item": "b", "all": 1}]


@behaviour(
    INLINE, "Iterator and Parameters are the former names of ItemProcessor and ItemSelector, and still work."
)
def test_the_former_names_still_work(machines: StateMachines) -> None:
    iterator = {"StartAt": "Item", "States": {"Item": passing()}}
    state = {
        "Type": "Map",
        "ItemsPath": "$.items",
        "Parameters": {"item.$": "$$.Map.Item.Value"},
        "Iterator": iterator,
        "ResultSelector": {"first.$": "$[0]"},
        "ResultPath": "$.result",
        "End": True,
    }
    output = machines.output({"Map": state}, {"items": [7]})
    assert output == {"items": [7], "result": {"first": {"item": 7}}}


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html",
    "When a state reports an error, Step Functions defaults to failing the entire state machine "
    "execution. Step Functions catchers are available for Task, Parallel and Map states.",
)
def test_a_failed_iteration_fails_an_inline_map(machines: StateMachines) -> None:
    catch = [{"ErrorEquals": ["ValueError"], "Next": "Caught"}]
    states = mapped(failing_on_two(machines), Catch=catch) | {"Caught": passing()}
    assert machines.output(states, [1, 2, 3])["Error"] == "ValueError"


@behaviour(
    BATCHER,
    'ItemBatcher groups items into {"BatchInput": …, "Items": […]}, with at most MaxItemsPerBatch in each.',
)
def test_batches_hold_so_many_items_and_the_batch_input(machines: StateMachines) -> None:
    batcher = {"MaxItemsPerBatch": 2, "BatchInput": {"common.$": "$.common"}}
    states = distributed(passing(), ItemsPath="$.items", ItemBatcher=batcher)
    output = machines.output(states, {"items": [1, 2, 3], "common": "x"})
    assert output == [
        {"BatchInput": {"common": "x"}, "Items": [1, 2]},
        {"BatchInput": {"common": "x"}, "Items": [3]},
    ]


@behaviour(BATCHER, "MaxInputBytesPerBatch specifies the maximum size of a batch in bytes, up to 256 KiB.")
def test_batches_are_so_large(machines: StateMachines) -> None:
    states = distributed(passing(), ItemBatcher={"MaxInputBytesPerBatch": 100}, ItemSelector={"x": "y" * 20})
    sizes = [len(batch["Items"]) for batch in machines.output(states, list(range(5)))]
    assert sizes == [3, 2]


@behaviour(
    DISTRIBUTED,
    "The default percentage value is zero, which means that the workflow fails if any one of its child "
    "workflow executions fails or times out.",
)
def test_one_failed_item_fails_a_map_run(machines: StateMachines) -> None:
    catch = [{"ErrorEquals": ["States.ExceedToleratedFailureThreshold"], "Next": "Caught"}]
    states = distributed(failing_on_two(machines), Catch=catch) | {"Caught": passing()}
    ended = machines.run(states, [1, 2, 3])
    assert json.loads(ended["output"])["Error"] == "States.ExceedToleratedFailureThreshold"
    assert counts(machines, ended)[0] == "FAILED"


@behaviour(
    DISTRIBUTED,
    "ToleratedFailurePercentage defines the percentage, ToleratedFailureCount the number of failed "
    "items to tolerate in a Map Run. The Map Run automatically fails if it exceeds it.",
)
@pytest.mark.parametrize(
    ("tolerated", "status"),
    [
        ({"ToleratedFailurePercentage": 34}, "SUCCEEDED"),
        ({"ToleratedFailurePercentage": 33}, "FAILED"),
        ({"ToleratedFailurePercentagePath": "$[0]"}, "FAILED"),
        ({"ToleratedFailureCount": 1}, "SUCCEEDED"),
        ({"ToleratedFailureCount": 0}, "FAILED"),
    ],
)
def test_so_many_items_may_fail(machines: StateMachines, tolerated: Mapping[str, Any], status: str) -> None:
    ended = machines.run(distributed(failing_on_two(machines), **tolerated), [1, 2, 3])
    assert ended["status"] == status


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/apireference/API_MapRunItemCounts.html",
    "failed: The total number of items processed in child workflow executions that have failed.",
)
def test_a_failed_batch_counts_with_all_its_items(machines: StateMachines) -> None:
    fields = {"ItemBatcher": {"MaxItemsPerBatch": 2}, "ToleratedFailureCount": 2}
    ended = machines.run(distributed(failing_on_two(machines), **fields), [1, 2, 3])
    status, items, executions = counts(machines, ended)
    assert (status, items["failed"], items["succeeded"], items["total"]) == ("SUCCEEDED", 2, 1, 3)
    assert (executions["failed"], executions["succeeded"], executions["total"]) == (1, 1, 2)


@behaviour(
    WRITER,
    "If a child workflow execution fails, Step Functions returns its execution result unchanged.",
)
def test_a_tolerated_failure_is_told_among_the_results(machines: StateMachines) -> None:
    states = distributed(failing_on_two(machines), ToleratedFailureCount=1)
    one, two, three = machines.output(states, [1, 2, 3])
    assert (one, three) == (1, 3)
    assert (two["Status"], two["Error"], two["Input"]) == ("FAILED", "ValueError", "2")


@behaviour(
    DISTRIBUTED,
    "In Distributed mode, the Map state processes the items in the dataset in iterations called child "
    "workflow executions. Each child workflow execution has its own, separate execution history from "
    "that of the parent workflow.",
)
def test_each_child_is_an_execution(machines: StateMachines) -> None:
    ended = machines.run(distributed(passing(), Label="Each"), ["a", "b"])
    [run] = machines.client.list_map_runs(executionArn=ended["executionArn"])["mapRuns"]
    children = machines.client.list_executions(mapRunArn=run["mapRunArn"])["executions"]
    assert {child["status"] for child in children} == {"SUCCEEDED"}
    assert all("/Each:" in child["executionArn"] for child in children)
    described = [machines.client.describe_execution(executionArn=child["executionArn"]) for child in children]
    assert sorted(child["input"] for child in described) == ['"a"', '"b"']
    assert {child["mapRunArn"] for child in described} == {run["mapRunArn"]}
    types = [event["type"] for event in machines.history(children[0]["executionArn"])]
    assert types == ["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"]
    own = [event["type"] for event in machines.history(ended["executionArn"])]
    assert own[2:6] == ["MapStateStarted", "MapRunStarted", "MapRunSucceeded", "MapStateSucceeded"]


@behaviour(
    READER, "ItemReader reads items from a JSON array, a CSV file, JSON lines or a list of objects in S3."
)
@pytest.mark.parametrize(
    ("key", "text", "config", "items"),
    [
        ("a.json", '[{"n": 1}, {"n": 2}]', {"InputType": "JSON"}, [{"n": 1}, {"n": 2}]),
        ("a.jsonl", '{"n": 1}\n{"n": 2}\n', {"InputType": "JSONL"}, [{"n": 1}, {"n": 2}]),
        (
            "a.csv",
            'id,name\r\n1,"a, b"\r\n2,c\r\n',
            {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"},
            [{"id": "1", "name": "a, b"}, {"id": "2", "name": "c"}],
        ),
        (
            "b.csv",
            "1;a\n2;b\n3;c\n",
            {
                "InputType": "CSV",
                "CSVHeaderLocation": "GIVEN",
                "CSVHeaders": ["id", "name"],
                "CSVDelimiter": "SEMICOLON",
                "MaxItems": 2,
            },
            [{"id": "1", "name": "a"}, {"id": "2", "name": "b"}],
        ),
    ],
)
def test_items_are_read_from_an_object(
    machines: StateMachines, key: str, text: str, config: State, items: Sequence[object]
) -> None:
    bucket, s3 = machines.aws.unique("bucket"), machines.aws.client("s3")
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key=key, Body=text.encode())
    reader = {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": config,
        "Parameters": {"Bucket.$": "$.bucket", "Key": key},
    }
    assert machines.output(distributed(passing(), ItemReader=reader), {"bucket": bucket}) == items


@behaviour(READER, "s3:listObjectsV2 makes the objects of a bucket the items, with their Key and Size.")
def test_a_buckets_objects_are_items(machines: StateMachines) -> None:
    bucket, s3 = machines.aws.unique("bucket"), machines.aws.client("s3")
    s3.create_bucket(Bucket=bucket)
    for key in ("in/a", "in/b", "out/c"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"12345")
    reader = {
        "Resource": "arn:aws:states:::s3:listObjectsV2",
        "Parameters": {"Bucket": bucket, "Prefix": "in/"},
    }
    items = machines.output(distributed(passing(), ItemReader=reader))
    assert [(item["Key"], item["Size"]) for item in items] == [("in/a", 5), ("in/b", 5)]


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html",
    "States.ItemReaderFailed: a Map state failed because it couldn't read from the item source "
    "specified in "
    "the ItemReader field.",
)
def test_an_object_that_is_missing_is_an_error_by_its_name(machines: StateMachines) -> None:
    bucket = machines.aws.unique("bucket")
    machines.aws.client("s3").create_bucket(Bucket=bucket)
    reader = {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": {"InputType": "JSON"},
        "Parameters": {"Bucket": bucket, "Key": "missing"},
    }
    assert machines.run(distributed(passing(), ItemReader=reader))["error"] == "States.ItemReaderFailed"


@behaviour(
    WRITER,
    "Step Functions exports executions with the same status to their respective files, and lists the "
    "files in manifest.json.",
)
def test_results_are_written_by_status(machines: StateMachines) -> None:
    bucket, s3 = machines.aws.unique("bucket"), machines.aws.client("s3")
    s3.create_bucket(Bucket=bucket)
    writer = {
        "Resource": "arn:aws:states:::s3:putObject",
        "Parameters": {"Bucket": bucket, "Prefix": "results"},
    }
    states = distributed(failing_on_two(machines), ResultWriter=writer, ToleratedFailureCount=1)
    details = machines.output(states, [1, 2, 3])["ResultWriterDetails"]
    manifest = json.loads(s3.get_object(Bucket=bucket, Key=details["Key"])["Body"].read())
    assert manifest["ResultFiles"]["PENDING"] == []
    results = {}
    for status in ("SUCCEEDED", "FAILED"):
        [file] = manifest["ResultFiles"][status]
        results[status] = json.loads(s3.get_object(Bucket=bucket, Key=file["Key"])["Body"].read())
    assert [result["Output"] for result in results["SUCCEEDED"]] == ["1", "3"]
    assert [result["Error"] for result in results["FAILED"]] == ["ValueError"]


@behaviour(READER, "InputType MANIFEST makes the objects that an Amazon S3 inventory lists the items.")
def test_an_inventory_lists_the_items(machines: StateMachines) -> None:
    bucket, s3 = machines.aws.unique("bucket"), machines.aws.client("s3")
    s3.create_bucket(Bucket=bucket)
    listed = b'"photos","a.png","12"\n"photos","b.png","34"\n'
    s3.put_object(Bucket=bucket, Key="data/1.csv.gz", Body=gzip.compress(listed))
    manifest = {
        "destinationBucket": f"arn:aws:s3:::{bucket}",
        "fileFormat": "CSV",
        "fileSchema": "Bucket, Key, Size",
        "files": [{"key": "data/1.csv.gz"}],
    }
    s3.put_object(Bucket=bucket, Key="manifest.json", Body=json.dumps(manifest).encode())
    reader = {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": {"InputType": "MANIFEST"},
        "Parameters": {"Bucket": bucket, "Key": "manifest.json"},
    }
    items = machines.output(distributed(passing(), ItemReader=reader))
    assert [(item["Key"], item["Size"]) for item in items] == [("a.png", "12"), ("b.png", "34")]


@behaviour(
    WRITER,
    "FLATTEN - returns the output of the child workflow executions. If a child workflow execution "
    "returns an array, this option flattens the array.",
)
def test_results_may_be_flattened(machines: StateMachines) -> None:
    state = passing(Parameters={"list.$": "States.Array($, $)"}, OutputPath="$.list")
    states = distributed(state, ResultWriter={"WriterConfig": {"Transformation": "FLATTEN"}})
    assert machines.output(states, [1, 2]) == [1, 1, 2, 2]


@behaviour(DISTRIBUTED, "Child workflow executions may be Express workflows.")
def test_children_may_be_express(machines: StateMachines) -> None:
    processor = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
        "StartAt": "Item",
        "States": {"Item": passing()},
    }
    states = {"Map": {"Type": "Map", "ItemProcessor": processor, "End": True}}
    assert machines.output(states, [1, 2]) == [1, 2]


@behaviour(
    INLINE,
    "ItemReader, ItemBatcher, ResultWriter and the tolerated failures are fields of a Distributed Map.",
)
def test_an_inline_map_takes_no_batches(machines: StateMachines) -> None:
    with refused("InvalidDefinition", "/States/Map/ItemBatcher"):
        machines.make(mapped(passing(), ItemBatcher={"MaxItemsPerBatch": 2}))
