"""Which permissions an operation needs, where that is not simply the one of its name."""

from typing import Any

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.iam.attempts import Attempt, Caller, allow
from tests.conformance.stepfunctions.state_machines import StateMachines

DYNAMODB = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html"
TRANSACTIONS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html"
LEADING_KEYS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html"
GET_OBJECT = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html"
HEAD_OBJECT = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html"
COPY_OBJECT = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html"
PRESIGNED = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html"
S3_KEYS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html"
TASK_TOKENS = "https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_stepfunctions.StateMachine.html"
DONE = Attempt()
KEY = {"id": {"S": "alice"}}


def table(aws: Aws) -> tuple[str, str]:
    """Make a table with an index; return its name and its ARN."""
    name = aws.unique("table")
    aws.client("dynamodb").create_table(
        TableName=name,
        AttributeDefinitions=[
            {"AttributeName": "id", "AttributeType": "S"},
            {"AttributeName": "kind", "AttributeType": "S"},
        ],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by_kind",
                "KeySchema": [{"AttributeName": "kind", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    aws.client("dynamodb").get_waiter("table_exists").wait(TableName=name)
    return name, f"arn:aws:dynamodb:{aws.region}:{aws.account}:table/{name}"


def bucket(aws: Aws, **objects: bytes) -> str:
    """Make a bucket with objects in it; return its name."""
    s3, name = aws.client("s3"), aws.unique("bucket")
    s3.create_bucket(Bucket=name)
    for key, body in objects.items():
        s3.put_object(Bucket=name, Key=key, Body=body)
    return name


@behaviour(
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html",
    "Specifying SendMessage, DeleteMessage, or ChangeMessageVisibility for ActionName.n also grants "
    "permissions for the corresponding batch versions of those actions.",
)
def test_a_batch_of_messages_needs_the_permission_to_send_one(aws: Aws) -> None:
    queue = aws.queue()
    caller = Caller(aws, allow("sqs:SendMessage", queue.arn))
    entries = [{"Id": "1", "MessageBody": "x"}]

    assert caller.attempt("sqs", "send_message_batch", QueueUrl=queue.url, Entries=entries) == DONE
    assert caller.attempt("sqs", "purge_queue", QueueUrl=queue.url).code == "AccessDenied"


@behaviour(
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/iam-policy-specific-table-indexes.html",
    "The following policy grants permissions for data modification actions on a DynamoDB table called "
    "Books and all of that table's indexes. (Resource: table/Books, table/Books/index/*)",
)
def test_an_index_is_queried_with_a_permission_on_the_index(aws: Aws) -> None:
    name, arn = table(aws)
    on_table, on_index = (
        Caller(aws, allow("dynamodb:Query", arn)),
        Caller(aws, allow("dynamodb:Query", f"{arn}/index/by_kind")),
    )
    query: dict[str, Any] = {
        "TableName": name,
        "IndexName": "by_kind",
        "KeyConditionExpression": "kind = :kind",
        "ExpressionAttributeValues": {":kind": {"S": "a"}},
    }

    assert on_index.attempt("dynamodb", "query", **query) == DONE
    denied = on_table.attempt("dynamodb", "query", **query)
    assert f"on resource: {arn}/index/by_kind because" in denied.message


@behaviour(DYNAMODB, "BatchGetItem: Grants permission to return the attributes of one or more items")
def test_a_batch_of_items_has_an_action_of_its_own(aws: Aws) -> None:
    name, arn = table(aws)
    caller = Caller(aws, allow("dynamodb:GetItem", arn))

    denied = caller.attempt("dynamodb", "batch_get_item", RequestItems={name: {"Keys": [KEY]}})

    assert "dynamodb:BatchGetItem on resource" in denied.message


@behaviour(
    TRANSACTIONS,
    "Permissions for Put, Update, Delete, and Get actions are governed by the permissions used for the "
    "underlying PutItem, UpdateItem, DeleteItem, and GetItem operations.",
)
def test_a_transaction_needs_what_its_parts_need(aws: Aws) -> None:
    name, arn = table(aws)
    caller = Caller(aws, allow("dynamodb:PutItem", arn))
    put = {"Put": {"TableName": name, "Item": KEY}}
    check = {
        "ConditionCheck": {
            "TableName": name,
            "Key": {"id": {"S": "b"}},
            "ConditionExpression": "attribute_not_exists(id)",
        }
    }

    assert caller.attempt("dynamodb", "transact_write_items", TransactItems=[put]) == DONE
    denied = caller.attempt("dynamodb", "transact_write_items", TransactItems=[put, check])
    assert "dynamodb:ConditionCheckItem on resource" in denied.message


@behaviour(
    LEADING_KEYS,
    "dynamodb:LeadingKeys - This condition key allows users to access only the items where the "
    "partition key value matches their user ID.",
)
def test_a_condition_on_the_leading_key_lets_nobody_at_other_items(aws: Aws) -> None:
    name, arn = table(aws)
    own = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["alice"]}}
    caller = Caller(aws, allow("dynamodb:PutItem", arn, Condition=own))

    assert caller.attempt("dynamodb", "put_item", TableName=name, Item=KEY) == DONE
    denied = caller.attempt("dynamodb", "put_item", TableName=name, Item={"id": {"S": "bob"}})
    assert denied.code == "AccessDeniedException"


@behaviour(
    GET_OBJECT,
    "If the object that you request doesn't exist, the error that Amazon S3 returns depends on whether "
    "you also have the s3:ListBucket permission.",
)
def test_only_who_may_list_a_bucket_hears_that_an_object_is_missing(aws: Aws) -> None:
    name = bucket(aws)
    reading = allow("s3:GetObject", f"arn:aws:s3:::{name}/*")
    reader, lister = (
        Caller(aws, reading),
        Caller(aws, reading, allow("s3:ListBucket", f"arn:aws:s3:::{name}")),
    )

    def get(caller: Caller) -> tuple[str, int]:
        attempt = caller.attempt("s3", "get_object", Bucket=name, Key="nothing")
        return attempt.code, attempt.status

    assert get(reader) == ("AccessDenied", 403)
    assert get(lister) == ("NoSuchKey", 404)


@behaviour(HEAD_OBJECT, "To use HEAD, you must have the s3:GetObject permission.")
def test_head_needs_the_permission_to_read(aws: Aws) -> None:
    name = bucket(aws, a=b"x")
    reader, writer = (
        Caller(aws, allow(f"s3:{verb}Object", f"arn:aws:s3:::{name}/*")) for verb in ("Get", "Put")
    )

    assert reader.attempt("s3", "head_object", Bucket=name, Key="a") == DONE
    assert writer.attempt("s3", "head_object", Bucket=name, Key="a").status == 403


@behaviour(
    COPY_OBJECT,
    "You must have read access to the source object and write access to the destination bucket.",
)
def test_a_copy_is_read_and_written(aws: Aws) -> None:
    name = bucket(aws, a=b"x")
    objects = f"arn:aws:s3:::{name}"
    writer = Caller(aws, allow("s3:PutObject", f"{objects}/b"))
    copier = Caller(aws, allow("s3:PutObject", f"{objects}/b"), allow("s3:GetObject", f"{objects}/a"))
    copy = {"Bucket": name, "Key": "b", "CopySource": {"Bucket": name, "Key": "a"}}

    assert writer.attempt("s3", "copy_object", **copy).code == "AccessDenied"
    assert copier.attempt("s3", "copy_object", **copy) == DONE


@behaviour(
    PRESIGNED, "the capabilities of a presigned URL are limited by the permissions of the user who created it"
)
def test_a_presigned_url_can_do_no_more_than_its_signer(aws: Aws) -> None:
    name = bucket(aws, a=b"shown", b=b"hidden")
    signer = Caller(aws, allow("s3:GetObject", f"arn:aws:s3:::{name}/a"))

    def get(key: str) -> tuple[int, bytes]:
        answer = aws.http().get(signer.sign("get_object", Bucket=name, Key=key))
        return answer.status_code, answer.content

    assert get("a") == (200, b"shown")
    status, body = get("b")
    assert status == 403
    assert b"<Code>AccessDenied</Code>" in body


@behaviour(
    S3_KEYS,
    "You can grant s3:ListBucket permission with the s3:prefix condition that will allow the user to "
    "get a list of key names with those specific prefixes.",
)
def test_a_condition_on_the_prefix_lets_list_a_part_of_a_bucket(aws: Aws) -> None:
    name = bucket(aws)
    condition = {"StringLike": {"s3:prefix": "alice/*"}}
    caller = Caller(aws, allow("s3:ListBucket", f"arn:aws:s3:::{name}", Condition=condition))

    assert caller.attempt("s3", "list_objects_v2", Bucket=name, Prefix="alice/2030") == DONE
    assert caller.attempt("s3", "list_objects_v2", Bucket=name, Prefix="bob/").code == "AccessDenied"
    assert caller.attempt("s3", "list_objects_v2", Bucket=name).code == "AccessDenied"


@behaviour(
    TASK_TOKENS,
    "grantTaskResponse: Grant the given identity task response permissions on a state machine. "
    "(Resource: the state machine's ARN)",
)
def test_an_answer_to_a_task_needs_a_permission_on_the_state_machine_that_waits(aws: Aws) -> None:
    machines, queue = StateMachines(aws), aws.queue().url
    waiting, other = (machines.make({"T": machines.token_task(queue)}) for _ in range(2))
    machines.start(waiting)
    answer = {"taskToken": machines.token(queue), "output": "{}"}
    stranger = Caller(aws, allow("states:SendTaskSuccess", other))
    anyone = Caller(aws, allow("states:SendTaskHeartbeat", "*"))
    allowed = Caller(aws, allow("states:SendTaskSuccess", waiting))

    denied = stranger.attempt("stepfunctions", "send_task_success", **answer)
    assert denied.code == "AccessDeniedException"
    assert f"states:SendTaskSuccess on resource: {waiting} because" in denied.message
    assert anyone.attempt("stepfunctions", "send_task_heartbeat", taskToken=answer["taskToken"]) == DONE
    assert allowed.attempt("stepfunctions", "send_task_success", **answer) == DONE
