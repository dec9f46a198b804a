"""The gateway and the endpoint behind real sockets, with real clients."""

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import httpx
import pytest

from local.clock import RealClock
from local.server import Door, PortInUse, serving
from local.signing import SignedBy
from local.stack import LocalStack
from local.users import ALICE, BOB, User
from tests.flow.local.gateway.presigned import presigned
from tests.flow.local.gateway.rest_api import HandmadeApi
from tests.flow.local.handmade import Handmade, allow

T = TypeVar("T")


@dataclass
class Served:
    """A local stack on real time, behind HTTP while `run` lasts."""

    handmade: Handmade
    api: HandmadeApi

    def run(self, client: Callable[[str, str], T]) -> T:
        """Return what a client does in another thread, given the gateway's and the endpoint's address."""
        hub, endpoint = self.handmade.stack.hub, self.handmade.stack.endpoint
        doors = (Door(0, "PORT", self.api.gateway.handle), Door(0, "AWS_PORT", endpoint.handle))
        with ThreadPoolExecutor() as threads, serving(hub, doors) as ports:
            work = threads.submit(client, *(f"http://127.0.0.1:{port}" for port in ports))
            work.add_done_callback(lambda _: hub.submit(lambda: None))
            hub.run(until=work.done)
            return work.result()


@pytest.fixture
def served() -> Iterator[Served]:
    with LocalStack(clock=RealClock()) as stack:
        handmade = Handmade(stack)
        allow(stack, ALICE, "s3:*", "sqs:*", "dynamodb:*", on="*")
        api = HandmadeApi(handmade)
        echo = handmade.function(
            "echo",
            """
            import json, time

            def handle(event, context):
                time.sleep(float((event["queryStringParameters"] or {}).get("wait", 0)))
                return {"body": json.dumps([event["requestContext"]["identity"]["user"], event["body"],
                                            event["headers"].get("Idempotency-Key"), event["path"]])}
            """,
            Timeout=30,
        )
        api.function("ANY", "/jobs/{id}", echo, authorizationType="AWS_IAM")
        api.deploy()
        yield Served(handmade, api)


def curl(url: str, user: User, verb: str, body: str) -> tuple[int, str]:
    """Call with curl, as the README shows it."""
    answer = subprocess.run(
        ["curl", "-s", "-w", "\n%{http_code}", "--aws-sigv4", "aws:amz:us-east-1:execute-api"]
        + ["--user", f"{user.access_key}:{user.secret_key}", "-X", verb, url]
        + (["-H", "Content-Type: application/json", "-d", body] if body else [])
        + ["-H", "Idempotency-Key: one"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    text, _, status = answer.rpartition("\n")
    return int(status), text


def with_httpx(url: str, user: User, verb: str, body: str) -> tuple[int, str]:
    """Call with httpx, signed by botocore."""
    headers = {"Content-Type": "application/json"} if body else {}
    response = httpx.request(
        verb,
        url,
        content=body.encode(),
        headers=headers | {"idempotency-key": "one"},
        auth=SignedBy(user.access_key, user.secret_key),
    )
    return response.status_code, response.text


CLIENTS = [with_httpx, *([curl] if shutil.which("curl") else [])]


@pytest.mark.parametrize("call", CLIENTS)
def test_a_signed_request_arrives_as_it_was_sent(
    served: Served, call: Callable[[str, User, str, str], tuple[int, str]]
) -> None:
    body = '{"a": "1 + 1 = 2 & \u00e9\U0001f34d"}'

    def client(gateway: str, _: str) -> list[tuple[int, str]]:
        return [
            call(f"{gateway}/jobs/thumbnail", ALICE, "POST", body),
            # In alphabetical order: older curls sign parameters in the order given, which AWS refuses.
            call(f"{gateway}/jobs/thumbnail.one?b=2%2F&wait=0", BOB, "GET", ""),
        ]

    post, get = served.run(client)

    assert (post[0], json.loads(post[1])) == (200, [ALICE.user_id, body, "one", "/jobs/thumbnail"])
    assert (get[0], json.loads(get[1])) == (200, [BOB.user_id, None, "one", "/jobs/thumbnail.one"])


@pytest.mark.parametrize("call", CLIENTS)
def test_a_wrong_secret_is_refused(
    served: Served, call: Callable[[str, User, str, str], tuple[int, str]]
) -> None:
    impostor = User("mallory", ALICE.access_key, "x" * 40, ALICE.user_id, ALICE.arn)

    status, _ = served.run(lambda gateway, _: call(f"{gateway}/jobs/1", impostor, "GET", ""))

    assert status == 403


def test_a_long_poll_holds_up_no_other_request(served: Served) -> None:
    def client(gateway: str, _: str) -> tuple[float, float]:
        with ThreadPoolExecutor() as threads:
            began = time.monotonic()
            long = threads.submit(with_httpx, f"{gateway}/jobs/1?wait=1", ALICE, "GET", "")
            time.sleep(0.2)
            assert with_httpx(f"{gateway}/jobs/1", ALICE, "GET", "")[0] == 200
            short_took = time.monotonic() - began
            assert long.result()[0] == 200
            return short_took, time.monotonic() - began

    short, long = served.run(client)

    assert short < 0.9 < 1 <= long


ANOTHER_PROCESS = """
import sys
import boto3
from botocore.config import Config

config = Config(s3={"addressing_style": "path"}, account_id_endpoint_mode="disabled")
session = boto3.Session(sys.argv[2], sys.argv[3], region_name="us-east-1")
s3, sts, dynamodb, sqs = (
    session.client(name, endpoint_url=sys.argv[1], config=config) for name in ("s3", "sts", "dynamodb", "sqs")
)
print(sts.get_caller_identity()["Arn"])
s3.create_bucket(Bucket="made-over-http")
s3.put_object(Bucket="made-over-http", Key="a b/\u00e9.txt", Body=b"x" * 2_000_000)
assert s3.get_object(Bucket="made-over-http", Key="a b/\u00e9.txt")["Body"].read() == b"x" * 2_000_000
print(s3.head_object(Bucket="made-over-http", Key="a b/\u00e9.txt")["ContentLength"])
print([item["Key"] for item in s3.list_objects_v2(Bucket="made-over-http")["Contents"]])
sqs.send_message(QueueUrl=sqs.get_queue_url(QueueName="work")["QueueUrl"], MessageBody="over http")
try:
    dynamodb.describe_table(TableName="nowhere")
except dynamodb.exceptions.ResourceNotFoundException as error:
    print(type(error).__name__)
"""


def test_the_aws_api_is_there_for_any_client(served: Served) -> None:
    queue = served.handmade.queue("work")

    def client(_: str, endpoint: str) -> str:
        command = [sys.executable, "-c", ANOTHER_PROCESS, endpoint, ALICE.access_key, ALICE.secret_key]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    printed = served.run(client).splitlines()

    assert printed == [ALICE.arn, "2000000", "['a b/\u00e9.txt']", "ResourceNotFoundException"]
    assert [message["Body"] for message in served.api.messages(queue.url)] == ["over http"]


def upload_with_httpx(file: Path, url: str) -> int:
    return httpx.put(url, content=file.read_bytes(), headers={"Content-Type": "image/png"}).status_code


def upload_with_curl(file: Path, url: str) -> int:
    # curl asks first whether a body of this size is welcome (Expect: 100-continue).
    command = ["curl", "-s", "-w", "%{http_code}", "-H", "Content-Type: image/png", "-T", str(file), url]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.parametrize("upload", [upload_with_httpx, *([upload_with_curl] if shutil.which("curl") else [])])
def test_a_presigned_upload_takes_a_large_file_at_once(
    served: Served, tmp_path: Path, upload: Callable[[Path, str], int]
) -> None:
    served.handmade.stack.client("s3").create_bucket(Bucket="files")
    file = tmp_path / "big"
    file.write_bytes(b"0123456789" * 200_000)

    def client(_: str, endpoint: str) -> tuple[int, float]:
        url = presigned(endpoint, "put_object", Bucket="files", Key="big", ContentType="image/png")
        began = time.monotonic()
        return upload(file, url), time.monotonic() - began

    status, seconds = served.run(client)

    assert status == 200
    assert seconds < 0.9  # curl that is not told to go on waits a second
    stored = served.handmade.stack.client("s3").get_object(Bucket="files", Key="big")
    assert (stored["Body"].read(), stored["ContentType"]) == (file.read_bytes(), "image/png")


def test_a_taken_port_is_named_with_the_way_out(served: Served) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        door = Door(port, "PORT", served.api.gateway.handle)

        with pytest.raises(
            PortInUse, match=rf"^port {port} on 127.0.0.1 is in use; choose another with PORT="
        ):
            serving(served.handmade.stack.hub, [door]).__enter__()
