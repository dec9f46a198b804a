"""All that a test of conformance has: clients, time that passes, and what nearly every test needs made.

It knows neither which endpoint it speaks to nor how time passes there.
"""

import io
import json
import textwrap
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any, TypeVar
from uuid import uuid4

import httpx
from botocore.exceptions import ClientError

from tests.conformance.clients import Clients
from tests.conformance.signing import Signature
from tests.conformance.target import Target, TooLong

T = TypeVar("T")
Statement = Mapping[str, Any]

EVERYTHING: Statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
#: How many looks `eventually` takes at most.
LOOKS = 60
#: The least time between two looks, in seconds.
BLINK = 0.1
#: How long a new role may take until a service believes in it, in seconds; on AWS it does.
PROPAGATION = 60.0


@dataclass(frozen=True)
class Queue:
    """A queue of SQS."""

    url: str
    arn: str


class Aws:
    """An endpoint of the AWS API, for the time of one test.

    Args:
        target: the endpoint.

    Attributes:
        client: returns the boto3 client of a service.
        region: the AWS region.
    """

    def __init__(self, target: Target) -> None:
        self.client: Clients = target.clients
        self.region = target.region
        self._target = target
        self._run = uuid4().hex[:8]
        self._names = count(1)

    @cached_property
    def account(self) -> str:
        """The number of the account the clients act for."""
        return self.client("sts").get_caller_identity()["Account"]

    def unique(self, name: str) -> str:
        """Return `name` with something behind it that no other resource's name has."""
        return f"{name}-{self._run}-{next(self._names)}"

    # -- time --------------------------------------------------------------------------------------

    def wait(self, seconds: float) -> None:
        """Let `seconds` pass."""
        self._target.wait(seconds)

    def eventually(self, look: Callable[[], T | None], within: float) -> T:
        """Let time pass until `look` returns something, and return that.

        Args:
            look: returns None, or something false, while what it looks for is not there.
            within: how long that may take, in seconds.

        Raises AssertionError if it is not there by then.
        """
        left = self._target.left(within)
        step = max(within / LOOKS, BLINK)
        while not (seen := look()):
            if left <= 0:
                if self._target.left(within) < within:
                    raise TooLong(f"not there so far, and it may take {within:g} s")
                raise AssertionError(f"not within {within:g} s; seen last: {seen!r}")
            self.wait(min(step, left))
            left -= step
        return seen

    # -- what nearly every test needs --------------------------------------------------------------

    def queue(self, **attributes: object) -> Queue:
        """Make a queue; with FifoQueue=True its name ends as it must."""
        named: Any = {name: _attribute(value) for name, value in attributes.items()}
        suffix = ".fifo" if named.get("FifoQueue") == "true" else ""
        sqs = self.client("sqs")
        url = sqs.create_queue(QueueName=self.unique("queue") + suffix, Attributes=named)["QueueUrl"]
        answer = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
        return Queue(url, answer["Attributes"]["QueueArn"])

    def role(self, *statements: Statement, service: str = "lambda") -> str:
        """Make a role that `service` may take on; return its ARN.

        Args:
            statements: what the role may do; everything, if none is given.
            service: whose principal is trusted, such as "states".
        """
        iam, name = self.client("iam"), self.unique("role")
        trust = {
            "Effect": "Allow",
            "Principal": {"Service": f"{service}.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=_policy([trust]))["Role"]
        iam.put_role_policy(
            RoleName=name, PolicyName="all-it-may", PolicyDocument=_policy(statements or [EVERYTHING])
        )
        return role["Arn"]

    def function(self, code: str, role: str | None = None, **configuration: Any) -> str:
        """Make a function, ready to be invoked; return its name.

        Args:
            code: source of `index.py`, with `handle(event, context)` in it.
            role: ARN of its role; one that may do everything, if None.
            configuration: more of CreateFunction's parameters, in their place or in place of ours.
        """
        lambda_ = self.client("lambda")
        parameters = {
            "FunctionName": self.unique("function"),
            "Runtime": "python3.13",
            "Handler": "index.handle",
            "Role": role or self.role(),
            "Code": {"ZipFile": zipped({"index.py": code})},
        } | configuration
        self.eventually(lambda: _created(lambda_, parameters), within=PROPAGATION)
        name = str(parameters["FunctionName"])
        self.eventually(lambda: _is_active(lambda_, name), within=PROPAGATION)
        return name

    def mail_sender(self) -> str:
        """Return an address that may send mail."""
        address = f"{self.unique('sender')}@example.com"
        self.client("sesv2").create_email_identity(EmailIdentity=address)
        return self._target.confirm(address)

    # -- HTTP --------------------------------------------------------------------------------------

    def invoke_url(self, api: str, stage: str) -> str:
        """Return where a stage of a REST API (its id) is invoked, without a slash at the end."""
        return self._target.invoke_url(api, stage)

    def http(self, *, signed: bool = False, service: str = "execute-api") -> httpx.Client:
        """Return an HTTP client for REST APIs, presigned URLs and whatever no SDK would send.

        Args:
            signed: whether its requests say who asks.
            service: as a signature names it; a REST API, unless given.
        """
        http = self._target.http()
        if signed:
            http.auth = Signature(self._target.credentials(service), service, self.region)
        return http


def zipped(files: Mapping[str, str]) -> bytes:
    """Return a zip file of texts by their paths."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as writer:
        for path, text in files.items():
            # Readable by everybody, which Lambda insists on.
            entry = zipfile.ZipInfo(path)
            entry.external_attr = 0o644 << 16
            writer.writestr(entry, textwrap.dedent(text))
    return archive.getvalue()


def _policy(statements: Sequence[Statement]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def _attribute(value: object) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value)


def _created(lambda_: Any, parameters: Mapping[str, Any]) -> bool:
    try:
        lambda_.create_function(**parameters)
    except ClientError as error:
        if "cannot be assumed" in str(error):
            return False
        raise
    return True


def _is_active(lambda_: Any, name: str) -> bool:
    state: str = lambda_.get_function(FunctionName=name)["Configuration"].get("State", "Active")
    return state == "Active"
