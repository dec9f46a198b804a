"""A crowd of users without keys: they follow, and their feeds are looked at in the table."""

import json

from functions.feed import keys
from functions.feed.reader import Reader
from functions.feed.table import Table
from local.stack import LocalStack


def table_of(stack: LocalStack) -> Table:
    """The feed's table, through DynamoDB's API."""
    plan = stack.client("lambda").get_function_configuration(FunctionName=stack.function("post-plan"))
    return Table(stack.client("dynamodb"), plan["Environment"]["Variables"]["OWN_TABLE"])


def crowd(stack: LocalStack, author: str, size: int, *, notify: bool = False) -> list[str]:
    """Let so many users follow `author`, as the jobs that they never submitted would have left it."""
    table = table_of(stack)
    users = [f"{author}-{number:05}" for number in range(size)]
    table.put_many({**keys.following(user, author), "notify": notify} for user in users)
    table.put_many({**keys.follower(author, user), "notify": notify} for user in users)
    table.put_many(
        {
            **keys.audience(author, bucket),
            "followers": sum(keys.bucket_of(user) == bucket for user in users),
        }
        for bucket in range(keys.BUCKETS)
    )
    return users


def feeds(stack: LocalStack, users: list[str]) -> dict[str, list[str]]:
    """The ids of the posts in the feeds of users, newest first, each as it was written: twice is twice."""
    table = table_of(stack)
    return {
        user: [keys.post_at(str(item["sort"])) for item in table.query(keys.feed_of(user), newest_first=True)]
        for user in users
    }


def read(stack: LocalStack, user: str) -> list[str]:
    """What a user's feed shows, newest first."""
    return [shown.post.text for shown in Reader(table_of(stack)).page(user, limit=50).posts]


def cut_into(stack: LocalStack, followers: int) -> None:
    """Let a post fan out in chunks of so many followers, as an edit of the definition does."""
    states = stack.client("stepfunctions")
    (machine,) = [
        machine
        for machine in states.list_state_machines()["stateMachines"]
        if machine["name"] == "offload-dev-post"
    ]
    arn = machine["stateMachineArn"]
    definition = json.loads(states.describe_state_machine(stateMachineArn=arn)["definition"])
    definition["States"]["Plan"]["Parameters"]["Payload"]["payload"]["chunk_followers"] = followers
    states.update_state_machine(stateMachineArn=arn, definition=json.dumps(definition))
