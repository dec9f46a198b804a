import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.permissions.evaluation import Verdict
from local.permissions.principal import ANONYMOUS, iam_user, service_principal
from tests.unit.local.permissions.deciding import QUEUE, ROLE, SEND, WORKER, allow, deny, verdict

RULE = "arn:aws:events:us-east-1:123456789012:rule/minutes"
EVENTS = service_principal("events.amazonaws.com", source_arn=RULE)
ALICE = iam_user("alice", arn="arn:aws:iam::123456789012:user/alice", user_id="AIDA")
ACCOUNT = "arn:aws:iam::123456789012:root"


def test_nothing_is_allowed_that_no_policy_allows() -> None:
    assert verdict() is Verdict.NO_IDENTITY_POLICY
    assert verdict(principal=EVENTS) is Verdict.NO_RESOURCE_POLICY
    assert verdict(principal=ANONYMOUS) is Verdict.NO_RESOURCE_POLICY


@pytest.mark.parametrize("action", [SEND, "sqs:sendmessage", "SQS:Send*", "sqs:*", "*", ["sqs:Get*", SEND]])
def test_an_action_is_allowed_by_its_name_in_any_case_and_by_patterns(action: object) -> None:
    assert verdict(allow(action)) is Verdict.ALLOWED


@pytest.mark.parametrize("action", ["sqs:SendMessageBatch", "sqs:Send", "sqs:?", "sns:SendMessage", []])
def test_another_action_allows_nothing(action: object) -> None:
    assert verdict(allow(action)) is Verdict.NO_IDENTITY_POLICY


@pytest.mark.parametrize(
    "resource",
    [
        QUEUE,
        "*",
        "arn:aws:sqs:*:*:work",
        "arn:aws:sqs:us-east-1:123456789012:w*",
        "arn:aws:sqs:*",
        "arn:*:sqs*",
    ],
)
def test_a_resource_is_meant_by_its_arn_and_by_patterns(resource: str) -> None:
    assert verdict(allow(resource=resource)) is Verdict.ALLOWED


@pytest.mark.parametrize(
    "resource",
    [
        f"{QUEUE}-dlq",
        "arn:aws:sqs:us-east-1:123456789012:Work",
        "arn:aws:sqs:eu-*:*:work",
        "arn:aws:sns:*:*:*",
    ],
)
def test_another_resource_is_not_meant(resource: str) -> None:
    assert verdict(allow(resource=resource)) is Verdict.NO_IDENTITY_POLICY


def test_a_wildcard_does_not_reach_over_a_colon() -> None:
    assert verdict(allow(resource="arn:aws:sqs:us-east-1*:work:*")) is Verdict.NO_IDENTITY_POLICY


def test_an_action_without_resources_needs_a_statement_on_everything() -> None:
    trace = {"action": "xray:PutTraceSegments", "resource": "*"}
    assert verdict(allow("xray:*", "*"), **trace) is Verdict.ALLOWED  # type: ignore[arg-type]
    assert verdict(allow("xray:*", QUEUE), **trace) is Verdict.NO_IDENTITY_POLICY  # type: ignore[arg-type]


def test_not_action_and_not_resource_mean_all_but() -> None:
    everything_else = {"Effect": "Allow", "NotAction": "sqs:Delete*", "Resource": "*"}
    assert verdict(everything_else) is Verdict.ALLOWED
    assert verdict(everything_else, action="sqs:DeleteMessage") is Verdict.NO_IDENTITY_POLICY
    elsewhere = {"Effect": "Allow", "Action": "*", "NotResource": QUEUE}
    assert verdict(elsewhere) is Verdict.NO_IDENTITY_POLICY
    assert verdict(elsewhere, resource=f"{QUEUE}-dlq") is Verdict.ALLOWED


def test_the_policy_of_the_resource_is_enough_for_whom_it_names() -> None:
    for name in (ROLE, WORKER.arn, "*"):
        assert verdict(resource_policy=(allow(Principal={"AWS": name}),)) is Verdict.ALLOWED
    named = (allow(Principal={"AWS": "arn:aws:iam::123456789012:role/other"}),)
    assert verdict(resource_policy=named) is Verdict.NO_IDENTITY_POLICY


def test_a_resource_that_names_the_account_leaves_it_to_the_policies_of_identities() -> None:
    delegated = (allow(Principal={"AWS": ACCOUNT}),)
    assert verdict(resource_policy=delegated) is Verdict.NO_IDENTITY_POLICY
    assert verdict(allow(), resource_policy=delegated) is Verdict.ALLOWED


def test_where_the_resource_decides_a_policy_of_an_identity_is_not_enough() -> None:
    assert verdict(allow(), resource_decides=True) is Verdict.NO_IDENTITY_POLICY
    delegated = (allow(Principal={"AWS": "123456789012"}),)
    assert verdict(allow(), resource_policy=delegated, resource_decides=True) is Verdict.ALLOWED


def test_a_service_is_let_in_by_its_name_alone() -> None:
    for principal in ({"Service": "events.amazonaws.com"}, "*"):
        assert verdict(resource_policy=(allow(Principal=principal),), principal=EVENTS) is Verdict.ALLOWED
    for other in ({"Service": "sns.amazonaws.com"}, {"AWS": "*"}, {"AWS": ACCOUNT}):
        closed = verdict(resource_policy=(allow(Principal=other),), principal=EVENTS)
        assert closed is Verdict.NO_RESOURCE_POLICY


@pytest.mark.parametrize("source", [RULE, "arn:aws:events:*:123456789012:rule/*"])
def test_a_service_is_let_in_for_the_source_that_a_condition_names(source: str) -> None:
    condition = {"ArnLike": {"AWS:SourceArn": source}}
    let_in = (allow(Principal={"Service": "events.amazonaws.com"}, Condition=condition),)
    assert verdict(resource_policy=let_in, principal=EVENTS) is Verdict.ALLOWED
    deputy = service_principal(
        "events.amazonaws.com", source_arn=f"{RULE}-of-a-stranger".replace("123", "999")
    )
    assert verdict(resource_policy=let_in, principal=deputy) is Verdict.NO_RESOURCE_POLICY


def test_a_principal_is_everybody_but_those_named() -> None:
    but_alice = deny(NotPrincipal={"AWS": ALICE.arn})
    assert verdict(allow(), resource_policy=(but_alice,)) is Verdict.DENIED_BY_RESOURCE
    assert verdict(allow(), resource_policy=(but_alice,), principal=ALICE) is Verdict.ALLOWED


def test_a_boundary_allows_nothing_and_bounds_everything() -> None:
    assert verdict(boundary=(allow(),)) is Verdict.NO_IDENTITY_POLICY
    assert verdict(allow(), boundary=(allow("s3:*", "*"),)) is Verdict.NO_BOUNDARY
    assert verdict(allow(), boundary=(allow(), deny())) is Verdict.DENIED_BY_BOUNDARY
    assert verdict(allow(), boundary=(allow("sqs:*", "*"),)) is Verdict.ALLOWED


STATEMENTS = st.lists(
    st.builds(
        lambda effect, action, resource: effect(action, resource),
        st.sampled_from([allow, deny]),
        st.sampled_from(["*", "sqs:*", SEND, "sqs:ReceiveMessage", "s3:*"]),
        st.sampled_from(["*", QUEUE, "arn:aws:sqs:*:*:w*", f"{QUEUE}-dlq"]),
    ),
    max_size=6,
)


@given(STATEMENTS, st.randoms())
def test_the_order_of_statements_means_nothing(statements, random) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(statements)
    random.shuffle(shuffled)
    assert verdict(*shuffled) is verdict(*statements)


@given(STATEMENTS)
def test_a_denial_wins_over_whatever_else_is_said(statements) -> None:  # type: ignore[no-untyped-def]
    assert verdict(*statements, deny("sqs:*", "*")) is Verdict.DENIED_BY_IDENTITY
    in_queue = (deny(Principal="*"),)
    assert verdict(*statements, allow(), resource_policy=in_queue) is not Verdict.ALLOWED


@given(STATEMENTS)
def test_one_more_statement_that_allows_takes_nothing_away(statements) -> None:  # type: ignore[no-untyped-def]
    if verdict(*statements) is Verdict.ALLOWED:
        assert verdict(*statements, allow("s3:*", "*")) is Verdict.ALLOWED
    if not any(statement["Effect"] == "Deny" for statement in statements):
        assert verdict(*statements, allow()) is Verdict.ALLOWED
