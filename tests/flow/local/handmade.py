"""Functions, queues and mappings made by hand on an empty local stack, through the AWS API alone."""

import io
import json
import textwrap
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from local.stack import LocalStack
from local.users import User

ROLE = "arn:aws:iam::123456789012:role/handmade"

#: Of a queue's policy.
SERVICES_MAY_SEND = {
    "Effect": "Allow",
    "Principal": {"Service": ["events.amazonaws.com", "s3.amazonaws.com", "sns.amazonaws.com"]},
    "Action": "sqs:SendMessage",
    "Resource": "*",
}


@dataclass
class Handmade:
    """Makes things on `stack`, whose log it keeps in `log` as (function, line)."""

    stack: LocalStack
    log: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        names = ("lambda", "states", "apigateway", "events", "scheduler")
        services = [f"{name}.amazonaws.com" for name in names]
        trust = {"Effect": "Allow", "Principal": {"Service": services}, "Action": "sts:AssumeRole"}
        anything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
        iam = self.stack.client("iam")
        iam.create_role(RoleName="handmade", AssumeRolePolicyDocument=policy(trust))
        iam.put_role_policy(RoleName="handmade", PolicyName="anything", PolicyDocument=policy(anything))

    def function(
        self,
        name: str,
        code: str | Mapping[str, str],
        *,
        handler: str = "app.handle",
        role: str = ROLE,
        **configuration: Any,
    ) -> str:
        """Make a function of `code` (the module `app`, or files by their paths); return its ARN."""
        files = {"app.py": code} if isinstance(code, str) else code
        answer = self.stack.client("lambda").create_function(
            FunctionName=name,
            Runtime="python3.13",
            Role=role,
            Handler=handler,
            Code={"ZipFile": zipped(files)},
            **configuration,
        )
        return answer["FunctionArn"]

    def permit(self, function: str, service: str) -> str:
        """Let an AWS service, such as "events.amazonaws.com", invoke a function; return its ARN."""
        self.stack.client("lambda").add_permission(
            FunctionName=function, StatementId=service, Action="lambda:InvokeFunction", Principal=service
        )
        return function

    def layer(self, name: str, files: Mapping[str, str]) -> str:
        """Publish a layer; return its version's ARN."""
        answer = self.stack.client("lambda").publish_layer_version(
            LayerName=name, Content={"ZipFile": zipped(files)}
        )
        return answer["LayerVersionArn"]

    def queue(self, name: str, **attributes: object) -> "HandmadeQueue":
        """Make a queue; a name ending in .fifo makes a FIFO queue. AWS services may send to it."""
        texts: dict[Any, str] = {key: str(value) for key, value in attributes.items()}
        if name.endswith(".fifo"):
            texts["FifoQueue"] = "true"
        texts.setdefault("Policy", policy(SERVICES_MAY_SEND))
        url = self.stack.client("sqs").create_queue(QueueName=name, Attributes=texts)["QueueUrl"]
        return HandmadeQueue(self.stack, url)

    def feed(self, function: str, queue: "HandmadeQueue", **mapping: Any) -> str:
        """Map a queue to a function; return the mapping's UUID."""
        answer = self.stack.client("lambda").create_event_source_mapping(
            FunctionName=function, EventSourceArn=queue.arn, **mapping
        )
        return answer["UUID"]

    def invoke(self, function: str, event: object = None) -> Any:
        """Invoke a function and return its result; it must not fail."""
        result, error = self.try_to_invoke(function, event)
        assert error is None, result
        return result

    def try_to_invoke(self, function: str, event: object = None) -> tuple[Any, str | None]:
        """Invoke a function; return what it answers and its FunctionError."""
        answer = self.stack.client("lambda").invoke(FunctionName=function, Payload=json.dumps(event))
        return json.loads(answer["Payload"].read()), answer.get("FunctionError")

    def printed(self, function: str) -> list[str]:
        """Return what the function's code has printed or logged so far."""
        frame = ("INIT_START ", "INIT_REPORT ", "START ", "END ", "REPORT ")
        return [line for name, line in self.log if name == function and not line.startswith(frame)]


@dataclass(frozen=True)
class HandmadeQueue:
    """A queue, by its URL."""

    stack: LocalStack
    url: str

    @property
    def arn(self) -> str:
        return self._attributes()["QueueArn"]

    def send(self, *bodies: str, **parameters: Any) -> list[str]:
        """Send messages; return their ids."""
        sqs = self.stack.client("sqs")
        return [
            sqs.send_message(QueueUrl=self.url, MessageBody=body, **parameters)["MessageId"]
            for body in bodies
        ]

    def depth(self) -> int:
        """Return how many messages are in the queue, visible or not."""
        attributes = self._attributes()
        names = ("", "NotVisible", "Delayed")
        return sum(int(attributes[f"ApproximateNumberOfMessages{name}"]) for name in names)

    def take(self) -> list[str]:
        """Receive up to ten messages, delete them, and return their bodies."""
        sqs = self.stack.client("sqs")
        messages = sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10).get("Messages", [])
        for message in messages:
            sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
        return [message["Body"] for message in messages]

    def _attributes(self) -> Mapping[Any, str]:
        answer = self.stack.client("sqs").get_queue_attributes(QueueUrl=self.url, AttributeNames=["All"])
        return answer["Attributes"]


def policy(*statements: Mapping[str, object]) -> str:
    """Return a policy document of these statements."""
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def allow(stack: LocalStack, user: User, *actions: str, on: str) -> None:
    """Let a user do these actions on the resources of an ARN with wildcards."""
    statement = {"Effect": "Allow", "Action": actions, "Resource": on}
    stack.client("iam").put_user_policy(
        UserName=user.name, PolicyName="more", PolicyDocument=policy(statement)
    )


def zipped(files: Mapping[str, str]) -> bytes:
    """Return a zip file of texts by their paths."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as writer:
        for path, text in files.items():
            writer.writestr(path, textwrap.dedent(text))
    return archive.getvalue()
