"""An execution of eight states, two of them tasks whose function answers at once."""

import io
import json
import time
import zipfile
from typing import Any

import boto3
from moto.awslambda.models import LambdaFunction

from local.hub import Hub
from local.moto_fixes.mend import replace

INVOKE = "arn:aws:states:::lambda:invoke"


def _answer(*_: object) -> bytes:
    return b'{"ok": true}'


class Executions:
    """One state machine of moto.

    Args:
        hub: what runs executions where the mends are installed; None where moto's own threads do.
    """

    def __init__(self, hub: Hub | None) -> None:
        self._hub = hub
        self._client = boto3.client("stepfunctions")
        replace(LambdaFunction, "invoke", _answer)  # the function costs nothing on both sides
        role = boto3.client("iam").create_role(RoleName="any", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        code = io.BytesIO()
        with zipfile.ZipFile(code, "w") as archive:
            archive.writestr("handler.py", "")
        function = boto3.client("lambda").create_function(
            FunctionName="task",
            Runtime="python3.13",
            Role=role,
            Handler="handler.handle",
            Code={"ZipFile": code.getvalue()},
        )["FunctionArn"]
        self._machine = self._client.create_state_machine(
            name="eight", roleArn=role, definition=json.dumps(_definition(function))
        )["stateMachineArn"]
        self._started = 0

    def run(self, data: dict[str, Any]) -> None:
        """Start an execution and wait for its end."""
        self._started += 1
        execution = self._client.start_execution(
            stateMachineArn=self._machine, name=f"e{self._started}", input=json.dumps(data)
        )["executionArn"]
        if self._hub is not None:
            self._hub.settle()
        while (status := self._client.describe_execution(executionArn=execution)["status"]) == "RUNNING":
            time.sleep(0.0005)  # moto as it came runs the execution in threads, and tells nobody of its end
        if status != "SUCCEEDED":
            raise RuntimeError(f"the execution ended as {status}")


def _definition(function: str) -> dict[str, Any]:
    task = {"Type": "Task", "Resource": INVOKE, "Parameters": {"FunctionName": function, "Payload.$": "$"}}
    retry = [{"ErrorEquals": ["States.ALL"]}]
    catch = [{"ErrorEquals": ["States.ALL"], "Next": "End"}]
    positive = {"Variable": "$.n", "NumericGreaterThan": 0, "Next": "First"}
    done = {"Variable": "$.b.Payload.ok", "BooleanEquals": True, "Next": "Last"}
    return {
        "StartAt": "Begin",
        "States": {
            "Begin": {"Type": "Pass", "Next": "Positive"},
            "Positive": {"Type": "Choice", "Choices": [positive], "Default": "End"},
            "First": task | {"ResultPath": "$.a", "Retry": retry, "Next": "Note"},
            "Note": {"Type": "Pass", "Result": {"noted": True}, "ResultPath": "$.note", "Next": "Second"},
            "Second": task | {"ResultPath": "$.b", "Catch": catch, "Next": "Done"},
            "Done": {"Type": "Choice", "Choices": [done], "Default": "End"},
            "Last": {"Type": "Pass", "Next": "End"},
            "End": {"Type": "Succeed"},
        },
    }
