"""Answering the tasks of a workflow that wait for their tokens."""

from dataclasses import dataclass

from infra.constructs.executions import state_machine_arn
from infra.workload.grant import Grantee, Surroundings


@dataclass(frozen=True)
class AnswerTasks:
    """The function tells waiting tasks how they end. Their tokens name them: no variable is needed.

    Args:
        workflow: the job type whose tasks wait; one of the same workload.
    """

    workflow: str

    def give(self, grantee: Grantee, surroundings: Surroundings) -> None:
        """State the permission.

        On the state machine, as the CDK's grantTaskResponse has it, which would allow heartbeats as well.
        """
        foundation = surroundings.foundation
        machine = state_machine_arn(foundation.alarms, settings=foundation.settings, workflow=self.workflow)
        grantee.allow("states:SendTaskSuccess", "states:SendTaskFailure", on=[machine])
