"""The feed at scale: posts to 10,000 followers, with crashes, throttling and duplicates on the way.

    python -m benchmarks.workloads.feed [followers, 10,000 by default]

The stack runs in this process on virtual time, so that faults strike where they should. While posts fan out,
further users begin to follow and a crowd likes, everything twice. Then each feed is looked at in the table:
it has to hold each post once; and the likes have to be as many as the people.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from functions.feed import keys
from functions.feed.likes import Likes
from functions.feed.reader import Reader
from functions.feed.table import Table
from local.stack import LocalStack
from local.users import ALICE

FOLLOWERS = 10_000
POSTS = 2
#: Who begins to follow, and who likes, while posts fan out.
LATE_FOLLOWERS = 50
FANS = 200
#: Followers whose feeds are also read as the HTTP interface reads them.
READ = 200
#: In virtual seconds: functions die, and their messages come back.
PATIENCE = 3600


def run(followers: int = FOLLOWERS) -> None:
    """Post to so many followers, compare every feed, and print the figures."""
    with tempfile.TemporaryDirectory(prefix="offload-feed-") as folder:
        assembly = _synthesize(Path(folder) / "cdk.out")
        with LocalStack(assembly) as stack:
            _run(stack, followers)


def _run(stack: LocalStack, followers: int) -> None:
    table = _table(stack)
    with _part(f"making {followers:,} followers"):
        users = _crowd(table, followers)
    deliver = stack.faults.record("post-deliver")
    _trouble(stack, followers)
    began = stack.hub.now()
    with _part(f"{POSTS} posts, {LATE_FOLLOWERS} follows and {FANS} likes, all twice"):
        alice = stack.http(ALICE)
        jobs = [
            alice.post(
                "/jobs/post", json={"text": f"post {number}"}, headers={"Idempotency-Key": str(number)}
            )
            for number in (*range(POSTS), *range(POSTS))
        ]
        assert {answer.status_code for answer in jobs} == {202}
        ids = sorted({answer.json()["id"] for answer in jobs})
        late = [f"LATE{number:04}" for number in range(LATE_FOLLOWERS)]
        _submit(stack, "follow", late, {"author": ALICE.user_id})
        posts = [_result(stack, job)["post"] for job in ids]
        _submit(stack, "like", users[:FANS], {"post": posts[0]})
        _wait(stack, "follow", late)
        _wait(stack, "like", users[:FANS])
    virtual = stack.hub.now() - began
    with _part("comparing every feed"):
        for user in (*users, *late, ALICE.user_id):
            found = [keys.post_at(str(item["sort"])) for item in table.query(keys.feed_of(user))]
            assert Counter(found) == Counter(posts), (user, found)
        for user in (*users[:READ], *late):
            assert {shown.post.id for shown in Reader(table).page(user, limit=50).posts} == set(posts), user
        likes = Likes(table).counts(posts)
        assert likes == {posts[0]: FANS}, likes
    calls = Counter(call.operation for call in deliver)
    print(f"{len(users) + len(late) + 1:,} feeds hold {POSTS} posts each, once; {FANS} likes counted once")
    print(
        f"  deliver made {calls['BatchWriteItem']:,} BatchWriteItem (25 entries each; least possible"
        f" {POSTS * followers // 25:,}), {calls['Query']:,} Query; {virtual:.0f} s of virtual time;"
        f" load average {os.getloadavg()[0]:.1f}"
    )


def _crowd(table: Table, size: int) -> list[str]:
    """Let so many users follow Alice, as their jobs would have left it."""
    author = ALICE.user_id
    users = [f"CROWD{number:06}" for number in range(size)]
    table.put_many({**keys.following(user, author), "notify": False} for user in users)
    table.put_many({**keys.follower(author, user), "notify": False} for user in users)
    counts = Counter(keys.bucket_of(user) for user in users)
    table.put_many({**keys.audience(author, bucket), "followers": counts[bucket]} for bucket in counts)
    return users


def _trouble(stack: LocalStack, followers: int) -> None:
    """Let functions die and calls be refused, all over the fan-out."""
    faults, batches = stack.faults, followers // 25
    faults.crash_after_call("post-starter", "stepfunctions", "StartExecution")
    faults.crash_after_call("post-plan", "dynamodb", "TransactWriteItems")
    for tenth in range(1, 10):
        crash = faults.crash_before_call if tenth % 2 else faults.crash_after_call
        crash("post-deliver", "dynamodb", "BatchWriteItem", nth=max(1, batches * tenth // 10))
    throttled = "ProvisionedThroughputExceededException"
    faults.fail_call("post-deliver", "dynamodb", "BatchWriteItem", error=throttled, status=400, times=10)
    faults.crash_after_call("post-finish", "dynamodb", "UpdateItem")
    for nth in (3, 40, 90):
        faults.crash_after_call("like", "dynamodb", "TransactWriteItems", nth=nth)
    for nth in (2, 20):
        faults.crash_after_call("follow", "dynamodb", "TransactWriteItems", nth=nth)


def _submit(stack: LocalStack, job_type: str, users: list[str], payload: Mapping[str, object]) -> None:
    """Let each user submit a job, twice: API Gateway signs for users with keys, so this is its message."""
    sqs = stack.client("sqs")
    url = sqs.get_queue_url(QueueName="offload-dev-intake.fifo")["QueueUrl"]
    for copy in range(2):
        for user in users:
            submission = {
                "kind": "submission",
                "owner": user,
                "id": f"{job_type}.{user}",
                "type": job_type,
                "submitted_at": int(stack.hub.now() * 1000),
                "payload": payload,
            }
            sqs.send_message(
                QueueUrl=url,
                MessageBody=json.dumps(submission),
                MessageGroupId=user,
                MessageDeduplicationId=f"{user}.{job_type}.{copy}",
            )


def _wait(stack: LocalStack, job_type: str, users: list[str]) -> None:
    """Wait until the jobs of these users have succeeded."""
    dynamodb = stack.client("dynamodb")
    (name,) = [name for name in dynamodb.list_tables()["TableNames"] if "JobStore" in name]
    left = {f"{user}/{job_type}.{user}" for user in users}

    def over() -> bool:
        for key in sorted(left):
            found = dynamodb.get_item(TableName=name, Key={"key": {"S": key}}).get("Item", {})
            status = found.get("status", {}).get("S")
            assert status not in ("FAILED", "CANCELLED"), found
            if status == "SUCCEEDED":
                left.discard(key)
        return not left

    stack.run_until(over, within=PATIENCE)


def _result(stack: LocalStack, job: str) -> Mapping[str, Any]:
    """Wait until a job of Alice's has succeeded, and return its result."""
    shown: dict[str, Any] = {}

    def over() -> bool:
        shown.update(stack.http(ALICE).get(f"/jobs/{job}").json())
        assert shown.get("status") not in ("FAILED", "CANCELLED"), shown
        return shown.get("status") == "SUCCEEDED"

    stack.run_until(over, within=PATIENCE)
    result: Mapping[str, Any] = shown["result"]
    return result


def _table(stack: LocalStack) -> Table:
    plan = stack.client("lambda").get_function_configuration(FunctionName=stack.function("post-plan"))
    return Table(stack.client("dynamodb"), plan["Environment"]["Variables"]["OWN_TABLE"])


@contextmanager
def _part(name: str) -> Iterator[None]:
    began, cpu = time.monotonic(), time.process_time()
    yield
    print(f"  {name:48} {time.monotonic() - began:8.1f} s, {time.process_time() - cpu:.1f} s of CPU")


def _synthesize(into: Path) -> Path:
    settings = {"CDK_OUTDIR": str(into), "CDK_CONTEXT_JSON": '{"aws:cdk:bundling-stacks": []}'}
    subprocess.run([sys.executable, "app.py"], check=True, env={**os.environ, **settings})
    return into


if __name__ == "__main__":
    run(*(int(argument) for argument in sys.argv[1:2]))
