"""State machines and functions as the tests use them: made in a line, run in a line."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import boto3

from local import moto_fixes
from local.hub import Hub
from local.moto_fixes import InvokeAnswer

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions.type_defs import DescribeExecutionOutputTypeDef

REGION = "us-east-1"
INVOKE = "arn:aws:states:::lambda:invoke"
WAIT_FOR_TOKEN = f"{INVOKE}.waitForTaskToken"


class HandlerError(Exception):
    """What a handler raises to fail with an error's name of its choice."""

    def __init__(self, name: str, message: str = "") -> None:
        super().__init__(message)
        self.name = name
        self.message = message


@dataclass
class Functions:
    """Functions of moto whose code is a callable here."""

    handlers: dict[str, Callable[[Any], Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        moto_fixes.set_invoker(self._invoke)
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as code:
            code.writestr("handler.py", "")
        self._code = content.getvalue()
        self._client = boto3.client("lambda", region_name=REGION)
        iam = boto3.client("iam", region_name=REGION)
        self.role = iam.create_role(RoleName="any", AssumeRolePolicyDocument="{}")["Role"]["Arn"]

    def add(self, name: str, handler: Callable[[Any], Any]) -> str:
        self.handlers[name] = handler
        return self._client.create_function(
            FunctionName=name,
            Runtime="python3.13",
            Role=self.role,
            Handler="handler.handle",
            Code={"ZipFile": self._code},
        )["FunctionArn"]

    def _invoke(self, function_arn: str, payload: bytes, _: str) -> InvokeAnswer:
        try:
            result = self.handlers[function_arn.split(":")[6]](json.loads(payload))
        except HandlerError as error:
            description = {"errorType": error.name, "errorMessage": error.message}
            return InvokeAnswer(json.dumps(description).encode(), function_error="Unhandled")
        return InvokeAnswer(json.dumps(result).encode())


@dataclass
class Machines:
    """State machines, run on the hub."""

    hub: Hub
    functions: Functions

    def __post_init__(self) -> None:
        self.client = boto3.client("stepfunctions", region_name=REGION)
        self._made = 0

    def add(self, states: dict[str, Any], **more: Any) -> str:
        self._made += 1
        definition = {"StartAt": next(iter(states)), "States": states} | more
        return self.client.create_state_machine(
            name=f"machine{self._made}", roleArn=self.functions.role, definition=json.dumps(definition)
        )["stateMachineArn"]

    def start(self, machine: str, data: Any = None, **more: Any) -> str:
        content = json.dumps({} if data is None else data)
        return self.client.start_execution(stateMachineArn=machine, input=content, **more)["executionArn"]

    def describe(self, execution: str) -> "DescribeExecutionOutputTypeDef":
        return self.client.describe_execution(executionArn=execution)

    def run(self, states: dict[str, Any], data: Any = None, **more: Any) -> "DescribeExecutionOutputTypeDef":
        """Run a machine of `states` until nothing is left to do."""
        execution = self.start(self.add(states, **more), data)
        self.hub.run()
        return self.describe(execution)

    def output(self, states: dict[str, Any], data: Any = None) -> Any:
        described = self.run(states, data)
        assert described["status"] == "SUCCEEDED", described
        return json.loads(described["output"])

    def history(self, execution: str) -> list[str]:
        events = self.client.get_execution_history(executionArn=execution, maxResults=1000)["events"]
        return [event["type"] for event in events]
