"""The executions of the order workflow, as Step Functions remembers them: the way each run took."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from local.stack import LocalStack


@dataclass(frozen=True)
class Execution:
    """One execution.

    Attributes:
        arn: names it for Step Functions.
        order: the job it works for.
        run: the job's run.
        status: as Step Functions says.
        way: the states it entered, in their order, but for those that only choose the next.
        tries: how often each task was tried, by the state's name.
    """

    arn: str
    order: str
    run: int
    status: str
    way: tuple[str, ...]
    tries: Mapping[str, int]


def executions(stack: LocalStack) -> list[Execution]:
    """Return every execution there has been."""
    step_functions = stack.client("stepfunctions")
    found = []
    for machine in step_functions.list_state_machines()["stateMachines"]:
        pages = step_functions.get_paginator("list_executions").paginate(
            stateMachineArn=machine["stateMachineArn"]
        )
        for page in pages:
            found += [_execution(stack, listed["executionArn"]) for listed in page["executions"]]
    return found


def executions_of(stack: LocalStack, order: str) -> list[Execution]:
    """Return the executions of one order, by run."""
    return sorted(
        (execution for execution in executions(stack) if execution.order == order),
        key=lambda execution: execution.run,
    )


def _execution(stack: LocalStack, arn: str) -> Execution:
    step_functions = stack.client("stepfunctions")
    described = step_functions.describe_execution(executionArn=arn)
    job = json.loads(described["input"])["job"]
    way: list[str] = []
    tries: Counter[str] = Counter()
    for page in step_functions.get_paginator("get_execution_history").paginate(executionArn=arn):
        for event in page["events"]:
            if "stateEnteredEventDetails" in event and event["type"] != "ChoiceStateEntered":
                way.append(event["stateEnteredEventDetails"]["name"])
            elif event["type"] == "TaskScheduled":
                tries[way[-1]] += 1
    return Execution(arn, job["id"], job["run"], described["status"], tuple(way), tries)
