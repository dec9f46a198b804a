"""Definitions that are JSON, and yet not made of objects, arrays and names in their places."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.flow.local.moto_fixes.machines import INVOKE, Machines

TASK = {"Type": "Task", "Resource": INVOKE, "Parameters": {"FunctionName": "f"}, "End": True}


@pytest.mark.parametrize(
    ("states", "place"),
    [
        (["A"], "an object at /States"),
        ({"A": "Pass"}, "an object at /States/A"),
        ({"A": {"Type": 5}}, "a string at /States/A/Type"),
        ({"A": {"Type": "Pass", "Next": {"to": "B"}}}, "a string at /States/A/Next"),
        ({"A": TASK | {"Catch": ["E"]}}, "an object at /States/A/Catch[0]"),
        ({"A": TASK | {"Retry": {"ErrorEquals": ["E"]}}}, "an array at /States/A/Retry"),
        ({"A": TASK | {"Retry": [{"ErrorEquals": "E"}]}}, "an array at /States/A/Retry[0]/ErrorEquals"),
        ({"A": {"Type": "Choice", "Choices": ["B"]}}, "an object at /States/A/Choices[0]"),
        ({"A": {"Type": "Parallel", "Branches": "B", "End": True}}, "an array at /States/A/Branches"),
        (
            {"A": {"Type": "Parallel", "Branches": [{"StartAt": "B", "States": {"B": 1}}], "End": True}},
            "an object at /States/A/Branches[0]/States/B",
        ),
        ({"A": {"Type": "Map", "ItemProcessor": "B", "End": True}}, "an object at /States/A/ItemProcessor"),
        (
            {"A": {"Type": "Map", "ItemProcessor": {"ProcessorConfig": "INLINE"}, "End": True}},
            "an object at /States/A/ItemProcessor/ProcessorConfig",
        ),
        (
            {"A": {"Type": "Map", "ItemReader": {"ReaderConfig": "CSV"}, "End": True}},
            "an object at /States/A/ItemReader/ReaderConfig",
        ),
    ],
)
def test_what_is_of_the_wrong_type_is_refused_with_its_place(
    machines: Machines, states: Any, place: str
) -> None:
    definition = json.dumps({"StartAt": "A", "States": states})
    with pytest.raises(ClientError) as refused:
        machines.client.create_state_machine(name="m", roleArn=machines.functions.role, definition=definition)
    error = refused.value.response["Error"]
    assert error["Code"] == "InvalidDefinition"
    assert f"SCHEMA_VALIDATION_FAILED: Expected {place}" in error["Message"]
