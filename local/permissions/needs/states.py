"""Step Functions: state machines, their executions, and the tokens of waiting tasks.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html

That page gives SendTask* no resource type. AWS decides them on the state machine whose task waits, and names
it when it denies (https://github.com/NOAA-OWP/hydrovis/issues/837); so a policy may name it, as the CDK's
grantTaskResponse does (https://github.com/aws/aws-cdk/pull/8486), or "*".
"""

from local.permissions.call import ApiCall
from local.permissions.request import Need
from local.permissions.task_tokens import state_machine_of

_ON_AN_EXECUTION = frozenset(
    {"DescribeExecution", "DescribeStateMachineForExecution", "GetExecutionHistory", "RedriveExecution"}
    | {"ListMapRuns", "StopExecution"}
)
_ON_A_MAP_RUN = frozenset({"DescribeMapRun", "UpdateMapRun"})
_ON_A_STATE_MACHINE = frozenset(
    {"DescribeStateMachine", "ListExecutions", "StartExecution", "StartSyncExecution"}
)
_ON_A_TASK = frozenset({"SendTaskFailure", "SendTaskHeartbeat", "SendTaskSuccess"})


def needs(call: ApiCall) -> tuple[Need, ...] | None:
    """Return what `call` needs."""
    operation = call.operation
    if operation in _ON_A_MAP_RUN or (operation == "ListExecutions" and "mapRunArn" in call.parameters):
        return (Need(f"states:{operation}", call.parameters["mapRunArn"]),)
    if operation in _ON_AN_EXECUTION:
        return (Need(f"states:{operation}", call.parameters["executionArn"]),)
    if operation in _ON_A_STATE_MACHINE:
        return (Need(f"states:{operation}", call.parameters["stateMachineArn"]),)
    if operation in _ON_A_TASK:
        machine = state_machine_of(str(call.parameters.get("taskToken", "")), call.region)
        # A token that nobody gave out is about nothing: it is invalid, whoever sends it.
        return () if machine is None else (Need(f"states:{operation}", machine),)
    return (Need("states:ListStateMachines", "*"),) if operation == "ListStateMachines" else None
