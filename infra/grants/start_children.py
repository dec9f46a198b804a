"""Starting the child executions of a distributed Map, for the state machine that has it."""

from dataclasses import dataclass

from infra.constructs.executions import state_machine_arn
from infra.workload.grant import Grantee, Surroundings


@dataclass(frozen=True)
class StartChildren:
    """The state machine starts executions of itself: the children of its Maps are such.

    AWS's example also has states:DescribeExecution and states:StopExecution on `execution:{name}:*`. No child
    has such an ARN (`execution:{name}/{label}:{id}`), so that can be for what no Map needs to run.
    https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html

    Args:
        workflow: the job type whose state machine it is.
    """

    workflow: str

    def give(self, grantee: Grantee, surroundings: Surroundings) -> None:
        """State the permission."""
        foundation = surroundings.foundation
        # By its name: the state machine stands on its role, and the role's policy would stand on it.
        arn = state_machine_arn(foundation.alarms, settings=foundation.settings, workflow=self.workflow)
        grantee.allow("states:StartExecution", on=[arn])
