"""Step Functions: state machines, their executions, and the tokens of waiting tasks.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
"""

from local.permissions.call import ApiCall
from local.permissions.request import Need

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
        return (Need(f"states:{operation}", "*"),)
    return (Need("states:ListStateMachines", "*"),) if operation == "ListStateMachines" else None
