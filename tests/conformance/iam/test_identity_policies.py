"""What a role may do is what its policies allow and none denies."""

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.iam.attempts import Attempt, Caller, allow, deny, policy

LOGIC = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
    "reference_policies_evaluation-logic_policy-eval-denyallow.html"
)
MESSAGES = "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"
RESOURCE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html"
NOT_ACTION = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html"
BOUNDARIES = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html"
IDENTITY = "https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html"
DONE = Attempt()


@behaviour(
    LOGIC,
    "By default, all requests are implicitly denied with the exception of the AWS account root user, "
    "which has full access.",
)
def test_a_call_that_no_policy_allows_is_denied(aws: Aws) -> None:
    queue, caller = aws.queue(), Caller(aws)

    denied = caller.attempt("sqs", "send_message", QueueUrl=queue.url, MessageBody="x")

    assert (denied.code, denied.status) == ("AccessDenied", 403)


@behaviour(
    MESSAGES,
    "User: … is not authorized to perform: … on resource: … "
    "because no identity-based policy allows the … action",
)
def test_the_error_says_who_may_not_do_what_and_why(aws: Aws) -> None:
    caller = Caller(aws)
    table = f"arn:aws:dynamodb:{aws.region}:{aws.account}:table/jobs"

    denied = caller.attempt("dynamodb", "get_item", TableName="jobs", Key={"id": {"S": "1"}})

    assert (denied.code, denied.status) == ("AccessDeniedException", 400)
    assert denied.message == (
        f"User: {caller.arn} is not authorized to perform: dynamodb:GetItem on resource: {table} "
        "because no identity-based policy allows the dynamodb:GetItem action"
    )


@behaviour(LOGIC, "An explicit deny overrides an explicit allow.")
def test_a_denial_wins_over_an_allowance(aws: Aws) -> None:
    queue = aws.queue()
    caller = Caller(aws, allow("sqs:*", "*"), deny("sqs:SendMessage", queue.arn))

    denied = caller.attempt("sqs", "send_message", QueueUrl=queue.url, MessageBody="x")

    assert denied.code == "AccessDenied"
    assert denied.message.endswith("with an explicit deny in an identity-based policy")
    assert caller.attempt("sqs", "purge_queue", QueueUrl=queue.url) == DONE


@behaviour(RESOURCE, "You can use wildcard characters (* and ?) within the individual segments of an ARN")
def test_a_wildcard_stands_for_the_end_of_a_name(aws: Aws) -> None:
    ours, other = aws.queue(), aws.queue(FifoQueue=True)
    caller = Caller(aws, allow("sqs:GetQueueAttributes", f"{ours.arn[:-1]}?"))

    def look(url: str) -> Attempt:
        return caller.attempt("sqs", "get_queue_attributes", QueueUrl=url)

    assert look(ours.url) == DONE
    assert look(other.url).code == "AccessDenied"


@behaviour(
    NOT_ACTION,
    "NotAction is an advanced policy element that explicitly matches everything except the specified "
    "list of actions.",
)
def test_not_action_allows_all_the_others(aws: Aws) -> None:
    queue = aws.queue()
    caller = Caller(aws, {"Effect": "Allow", "NotAction": "sqs:Send*", "Resource": "*"})

    assert caller.attempt("sqs", "receive_message", QueueUrl=queue.url) == DONE
    sent = caller.attempt("sqs", "send_message", QueueUrl=queue.url, MessageBody="x")
    assert sent.code == "AccessDenied"


@behaviour(
    BOUNDARIES,
    "an entity's permissions boundary allows it to perform only the actions that are allowed by both its "
    "identity-based policies and its permissions boundaries",
)
def test_a_boundary_bounds_what_the_policies_allow(aws: Aws) -> None:
    queue, iam = aws.queue(), aws.client("iam")
    caller = Caller(aws, allow("sqs:*", "*"))
    document = policy(allow("sqs:ReceiveMessage", "*"))
    boundary = iam.create_policy(PolicyName=aws.unique("boundary"), PolicyDocument=document)["Policy"]["Arn"]
    iam.put_role_permissions_boundary(RoleName=caller.role.rpartition("/")[2], PermissionsBoundary=boundary)

    assert caller.attempt("sqs", "receive_message", QueueUrl=queue.url) == DONE
    sent = caller.attempt("sqs", "send_message", QueueUrl=queue.url, MessageBody="x")
    assert sent.message.endswith("because no permissions boundary allows the sqs:sendmessage action")


@behaviour(
    IDENTITY,
    "No permissions are required to perform this operation.",
)
def test_everybody_may_ask_who_they_are_and_a_function_is_its_role_by_its_name(aws: Aws) -> None:
    caller = Caller(aws, deny("sts:GetCallerIdentity", "*"))

    assert caller.attempt("sts", "get_caller_identity").arn == caller.arn
