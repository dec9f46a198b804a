"""Undoes what a test has made through its clients, for endpoints that outlive the test.

It watches the clients: whatever a creating call has made is deleted at the end, newest first.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import botocore.session
from botocore.exceptions import ClientError

from tests.conformance.clients import Clients

if TYPE_CHECKING:
    from mypy_boto3_apigateway.type_defs import PatchOperationTypeDef

#: What a call was given and what it answered, as boto3 has them.
Given = Mapping[str, Any]
Answer = Mapping[str, Any]
Undo = Callable[[Clients, Given, Answer], object]


class Cleaning:
    """Remembers what is made and deletes it.

    Args:
        session: of the clients to watch.
    """

    def __init__(self, session: botocore.session.Session) -> None:
        self._made: list[tuple[Undo, Given, Answer]] = []
        session.register("provide-client-params", self._note)
        session.register("after-call", self._remember)

    def clean(self, clients: Clients) -> None:
        """Delete what has been made and is still there."""
        while self._made:
            undo, given, answer = self._made.pop()
            with suppress(ClientError):
                undo(clients, given, answer)

    def _note(self, **call: Any) -> None:
        call["context"]["given"] = dict(call["params"])

    def _remember(self, **call: Any) -> None:
        undo, answer = _UNDO.get(call["model"].name), call["parsed"]
        if undo is not None and answer["ResponseMetadata"]["HTTPStatusCode"] < 300:
            self._made.append((undo, call["context"]["given"], answer))


def _function(clients: Clients, given: Given, _: Answer) -> None:
    name = given["FunctionName"]
    clients("lambda").delete_function(FunctionName=name)
    clients("logs").delete_log_group(logGroupName=f"/aws/lambda/{name}")


def _role(clients: Clients, given: Given, _: Answer) -> None:
    iam, name = clients("iam"), given["RoleName"]
    for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
        iam.delete_role_policy(RoleName=name, PolicyName=policy)
    for attached in iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]:
        iam.detach_role_policy(RoleName=name, PolicyArn=attached["PolicyArn"])
    iam.delete_role(RoleName=name)


def _user(clients: Clients, given: Given, _: Answer) -> None:
    iam, name = clients("iam"), given["UserName"]
    for policy in iam.list_user_policies(UserName=name)["PolicyNames"]:
        iam.delete_user_policy(UserName=name, PolicyName=policy)
    for key in iam.list_access_keys(UserName=name)["AccessKeyMetadata"]:
        iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
    iam.delete_user(UserName=name)


def _bucket(clients: Clients, given: Given, _: Answer) -> None:
    s3, name = clients("s3"), given["Bucket"]
    for upload in s3.list_multipart_uploads(Bucket=name).get("Uploads", []):
        s3.abort_multipart_upload(Bucket=name, Key=upload["Key"], UploadId=upload["UploadId"])
    versions = s3.list_object_versions(Bucket=name)
    for version in [*versions.get("Versions", []), *versions.get("DeleteMarkers", [])]:
        s3.delete_object(Bucket=name, Key=version["Key"], VersionId=version["VersionId"])
    s3.delete_bucket(Bucket=name)


def _rule(clients: Clients, given: Given, _: Answer) -> None:
    events, name, bus = clients("events"), given["Name"], given.get("EventBusName", "default")
    targets = [target["Id"] for target in events.list_targets_by_rule(Rule=name, EventBusName=bus)["Targets"]]
    if targets:
        events.remove_targets(Rule=name, EventBusName=bus, Ids=targets)
    events.delete_rule(Name=name, EventBusName=bus)


def _schedule(clients: Clients, given: Given, _: Answer) -> None:
    group = given.get("GroupName", "default")
    clients("scheduler").delete_schedule(Name=given["Name"], GroupName=group)


def _machine(clients: Clients, _: Given, answer: Answer) -> None:
    states, arn = clients("stepfunctions"), answer["stateMachineArn"]
    for execution in states.list_executions(stateMachineArn=arn, statusFilter="RUNNING")["executions"]:
        states.stop_execution(executionArn=execution["executionArn"])
    states.delete_state_machine(stateMachineArn=arn)


def _usage_plan(clients: Clients, _: Given, answer: Answer) -> None:
    gateway, plan = clients("apigateway"), answer["id"]
    for stage in gateway.get_usage_plan(usagePlanId=plan).get("apiStages", []):
        change: PatchOperationTypeDef = {
            "op": "remove",
            "path": "/apiStages",
            "value": f"{stage['apiId']}:{stage['stage']}",
        }
        gateway.update_usage_plan(usagePlanId=plan, patchOperations=[change])
    gateway.delete_usage_plan(usagePlanId=plan)


#: How to undo each creating operation.
_UNDO: Mapping[str, Undo] = {
    "CreateQueue": lambda made, _, new: made("sqs").delete_queue(QueueUrl=new["QueueUrl"]),
    "CreateTopic": lambda made, _, new: made("sns").delete_topic(TopicArn=new["TopicArn"]),
    "CreateTable": lambda made, old, _: made("dynamodb").delete_table(TableName=old["TableName"]),
    "CreateBucket": _bucket,
    "CreateFunction": _function,
    "CreateEventSourceMapping": lambda made, _, new: made("lambda").delete_event_source_mapping(
        UUID=new["UUID"]
    ),
    "PublishLayerVersion": lambda made, old, new: made("lambda").delete_layer_version(
        LayerName=old["LayerName"], VersionNumber=new["Version"]
    ),
    "CreateRole": _role,
    "CreateUser": _user,
    "CreateEventBus": lambda made, old, _: made("events").delete_event_bus(Name=old["Name"]),
    "PutRule": _rule,
    "CreateSchedule": _schedule,
    "CreateScheduleGroup": lambda made, old, _: made("scheduler").delete_schedule_group(Name=old["Name"]),
    "CreateStateMachine": _machine,
    "CreateActivity": lambda made, _, new: made("stepfunctions").delete_activity(
        activityArn=new["activityArn"]
    ),
    "CreateStream": lambda made, old, _: made("kinesis").delete_stream(StreamName=old["StreamName"]),
    "CreateLogGroup": lambda made, old, _: made("logs").delete_log_group(logGroupName=old["logGroupName"]),
    "CreateEmailIdentity": lambda made, old, _: made("sesv2").delete_email_identity(
        EmailIdentity=old["EmailIdentity"]
    ),
    "CreateConfigurationSet": lambda made, old, _: made("sesv2").delete_configuration_set(
        ConfigurationSetName=old["ConfigurationSetName"]
    ),
    "PutSuppressedDestination": lambda made, old, _: made("sesv2").delete_suppressed_destination(
        EmailAddress=old["EmailAddress"]
    ),
    "CreateRestApi": lambda made, _, new: made("apigateway").delete_rest_api(restApiId=new["id"]),
    "CreateApiKey": lambda made, _, new: made("apigateway").delete_api_key(apiKey=new["id"]),
    "CreateUsagePlan": _usage_plan,
}
