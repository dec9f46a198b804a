"""A distributed Map whose items cannot be read fails by the name that a Catch can ask for."""

import json

import pytest

from tests.flow.local.handmade import ROLE, Handmade


@pytest.mark.parametrize(
    ("key", "content", "kind"),
    [
        ("rows.csv.gz", b"no gzip at all", "CSV"),
        ("manifest.json", b"{}", "MANIFEST"),
        ("manifest.json", b'{"destinationBucket": "b", "fileSchema": "k", "files": 1}', "MANIFEST"),
        ("items.json", b'{"not": "a list"}', "JSON"),
        ("items.jsonl", b"{", "JSONL"),
    ],
)
def test_what_is_no_list_of_items_is_an_item_reader_failure(
    handmade: Handmade, key: str, content: bytes, kind: str
) -> None:
    s3, states = handmade.stack.client("s3"), handmade.stack.client("stepfunctions")
    s3.create_bucket(Bucket="items")
    s3.put_object(Bucket="items", Key=key, Body=content)
    each = {
        "Type": "Map",
        "End": True,
        "ItemReader": {
            "Resource": "arn:aws:states:::s3:getObject",
            "ReaderConfig": {
                "InputType": kind,
                **({"CSVHeaderLocation": "FIRST_ROW"} if kind == "CSV" else {}),
            },
            "Parameters": {"Bucket": "items", "Key": key},
        },
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            "StartAt": "Pass",
            "States": {"Pass": {"Type": "Pass", "End": True}},
        },
    }
    machine = states.create_state_machine(
        name="reads", roleArn=ROLE, definition=json.dumps({"StartAt": "Each", "States": {"Each": each}})
    )["stateMachineArn"]

    execution = states.start_execution(stateMachineArn=machine)["executionArn"]
    handmade.stack.settle()

    ended = states.describe_execution(executionArn=execution)
    assert (ended["status"], ended["error"]) == ("FAILED", "States.ItemReaderFailed")
