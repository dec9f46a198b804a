"""Permissions: each function may do what its code does, on what it does it to."""

import json

from tests.infra.template import Template, as_list, named

WITHOUT_RESOURCES = {
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
    "logs:CreateLogDelivery",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
}
"""X-Ray's actions and those of vended logs, for which AWS knows no resource."""


def _actions(service: Template, function: str) -> dict[str, set[str]]:
    """What a function's role may do, and the resources' text it may do it to."""
    role = named(service.only("AWS::Lambda::Function", FunctionName=f"offload-dev-{function}")["Role"])
    allowed: dict[str, set[str]] = {}
    for policy in service.of_type("AWS::IAM::Policy").values():
        if {"Ref": role} in policy["Roles"]:
            for statement in policy["PolicyDocument"]["Statement"]:
                for action in as_list(statement["Action"]):
                    allowed.setdefault(action, set()).update(
                        json.dumps(r) for r in as_list(statement["Resource"])
                    )
    return allowed


def test_no_role_may_do_a_whole_group_of_actions(service: Template) -> None:
    statements = list(service.statements())
    assert statements
    for policy, statement in statements:
        assert statement["Effect"] == "Allow"
        assert not [action for action in as_list(statement["Action"]) if "*" in action], policy


def test_no_role_may_touch_everything_unless_the_action_knows_no_resources(service: Template) -> None:
    for policy, statement in service.statements():
        if "*" in as_list(statement["Resource"]):
            assert set(as_list(statement["Action"])) <= WITHOUT_RESOURCES, policy


def test_the_only_managed_policy_is_the_one_api_gateway_logs_with(service: Template) -> None:
    managed = [
        json.dumps(arn)
        for role in service.of_type("AWS::IAM::Role").values()
        for arn in role.get("ManagedPolicyArns", [])
    ]
    assert len(managed) == 1
    assert "AmazonAPIGatewayPushToCloudWatchLogs" in managed[0]


def test_api_gateway_may_send_to_the_intake_queue_and_nothing_else(service: Template) -> None:
    senders = [
        statement
        for policy in service.of_type("AWS::IAM::Policy").values()
        if any("Sender" in named(role) for role in policy["Roles"])
        for statement in policy["PolicyDocument"]["Statement"]
    ]
    (statement,) = senders
    assert statement["Action"] == "sqs:SendMessage"
    queue = service.of_type("AWS::SQS::Queue")[named(statement["Resource"])]
    assert queue["QueueName"] == "offload-dev-intake.fifo"


def test_a_worker_reads_uploads_and_payloads_and_writes_results_and_no_other_object(
    service: Template,
) -> None:
    allowed = _actions(service, "thumbnail")
    assert {action for action in allowed if action.startswith("s3:")} == {
        "s3:GetObject",
        "s3:PutObject",
        "s3:ListBucket",  # without it, S3 denies what is missing instead of saying so
    }
    assert sorted(text.split('"/')[1].split("/")[0] for text in allowed["s3:GetObject"]) == [
        "payloads",
        "uploads",
    ]
    assert [text.split('"/')[1].split("/")[0] for text in allowed["s3:PutObject"]] == ["results"]


def test_only_the_starter_starts_executions_and_only_settle_and_sweep_describe_them(
    service: Template,
) -> None:
    functions = [
        f["FunctionName"].removeprefix("offload-dev-")
        for f in service.of_type("AWS::Lambda::Function").values()
    ]
    may = {name: set(_actions(service, name)) for name in functions}
    starting = [name for name in functions if "states:StartExecution" in may[name]]
    assert starting
    assert all(name.endswith("-starter") for name in starting)
    assert {name for name in functions if "states:DescribeExecution" in may[name]} == {"settle", "sweep"}


def test_a_step_reads_the_job_store_and_writes_only_its_workflow_s_table(service: Template) -> None:
    allowed = _actions(service, "order-charge")
    assert len(allowed["dynamodb:GetItem"]) == 2
    (table,) = allowed["dynamodb:PutItem"]
    assert "OrderTable" in table


def test_a_compensation_only_strikes_out_what_stands_in_its_workflow_s_table(service: Template) -> None:
    allowed = _actions(service, "order-refund")
    assert {action for action in allowed if action.startswith("dynamodb:")} == {"dynamodb:UpdateItem"}
    (table,) = allowed["dynamodb:UpdateItem"]
    assert "OrderTable" in table


def test_nobody_may_delete_a_job_an_object_or_what_waits_in_a_queue(service: Template) -> None:
    allowed = [
        (action, json.dumps(statement["Resource"]))
        for _, statement in service.statements()
        for action in as_list(statement["Action"])
    ]
    deleting = {action for action, _ in allowed if "Delete" in action}
    assert deleting == {"sqs:DeleteMessage", "logs:DeleteLogDelivery", "dynamodb:DeleteItem"}
    # A workload may forget what is in its own table; a job is forgotten by its time to live alone.
    assert not [on for action, on in allowed if action == "dynamodb:DeleteItem" and "JobStore" in on]
    assert "sqs:PurgeQueue" not in {action for action, _ in allowed}
