"""State machines as the tests of this group use them: made in a line, run in a line."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.conformance.aws import Aws

States = Mapping[str, Mapping[str, Any]]

INVOKE = "arn:aws:states:::lambda:invoke"
WAIT_FOR_TOKEN = f"{INVOKE}.waitForTaskToken"
START = "arn:aws:states:::states:startExecution"

ECHO = "def handle(event, context): return event"
RAISE = """
def handle(event, context):
    raise type(str(event["raise"]), (Exception,), {})("no")
"""
#: Sends the token it is given to the queue it is given.
ASK = """
import boto3

def handle(event, context):
    boto3.client("sqs").send_message(QueueUrl=event["queue"], MessageBody=event["token"])
"""


def passing(**fields: Any) -> dict[str, Any]:
    """Return a Pass state that ends its machine, unless told where to go on."""
    state = {"Type": "Pass"} | fields
    return state if "Next" in state else state | {"End": True}


def task(resource: str, parameters: Mapping[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """Return a Task state that ends its machine, unless told where to go on."""
    state = {"Type": "Task", "Resource": resource} | fields
    if parameters is not None:
        state["Parameters"] = parameters
    return state if "Next" in state else state | {"End": True}


@dataclass
class StateMachines:
    """Makes and runs state machines on `aws`."""

    aws: Aws
    _role: list[str] = field(default_factory=list)

    @property
    def client(self) -> Any:
        return self.aws.client("stepfunctions")

    @property
    def role(self) -> str:
        """A role that state machines may take on, and that may do everything."""
        if not self._role:
            self._role.append(self.aws.role(service="states"))
        return self._role[0]

    def make(self, states: States, *, type: str = "STANDARD", **fields: Any) -> str:
        """Make a state machine that starts at the first of its states; return its ARN."""
        definition = {"StartAt": next(iter(states)), "States": states} | fields
        answer = self.client.create_state_machine(
            name=self.aws.unique("machine"),
            roleArn=self.role,
            type=type,
            definition=json.dumps(definition),
        )
        return str(answer["stateMachineArn"])

    def start(self, machine: str, data: Any = None, **more: Any) -> str:
        """Start an execution; return its ARN."""
        text = json.dumps({} if data is None else data)
        return str(self.client.start_execution(stateMachineArn=machine, input=text, **more)["executionArn"])

    def end(self, execution: str, within: float = 60.0) -> dict[str, Any]:
        """Wait for the end of an execution; return its description."""

        def ended() -> dict[str, Any] | None:
            description = self.client.describe_execution(executionArn=execution)
            return None if description["status"] == "RUNNING" else description

        return self.aws.eventually(ended, within)

    def run(self, states: States, data: Any = None, within: float = 60.0, **fields: Any) -> dict[str, Any]:
        """Make and run a state machine; return the description of the execution that has ended."""
        return self.end(self.start(self.make(states, **fields), data), within)

    def output(self, states: States, data: Any = None, within: float = 60.0, **fields: Any) -> Any:
        """Make and run a state machine, which must succeed; return its output."""
        description = self.run(states, data, within, **fields)
        assert description["status"] == "SUCCEEDED", description
        return json.loads(description["output"])

    def history(self, execution: str, **more: Any) -> list[dict[str, Any]]:
        """Return the events of an execution."""
        answer = self.client.get_execution_history(executionArn=execution, maxResults=1000, **more)
        return list(answer["events"])

    def function(self, code: str) -> str:
        """Make a function; return its ARN."""
        name = self.aws.function(code)
        return self.aws.client("lambda").get_function(FunctionName=name)["Configuration"]["FunctionArn"]

    def token_task(self, queue: str, **fields: Any) -> dict[str, Any]:
        """Return a task that waits for its token, which it sends to a queue (its URL)."""
        payload = {"queue": queue, "token.$": "$$.Task.Token"}
        return task(WAIT_FOR_TOKEN, {"FunctionName": self.function(ASK), "Payload": payload}, **fields)

    def token(self, queue: str) -> str:
        """Return the next token that arrives at a queue."""
        sqs = self.aws.client("sqs")
        [message] = self.aws.eventually(
            lambda: sqs.receive_message(QueueUrl=queue).get("Messages"), within=60
        )
        return message["Body"]
