"""The bell: tells the task that waits what was answered. Knows Step Functions, and no table."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from functions.offload.callback.question import Question, Succeed
from functions.offload.telemetry import logger

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient


@dataclass(frozen=True)
class Bell:
    """Rings at Step Functions.

    Args:
        client: of Step Functions.
    """

    client: "SFNClient"

    def ring(self, question: Question) -> None:
        """Send the question's answer to the task that waits; where none does, the next turn hears of it.

        A token that is closed may have been answered just so before, or its turn is over, or its execution:
        https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html
        """
        if question.answer is None:
            return
        reply = question.answer.reply
        errors = self.client.exceptions
        try:
            if isinstance(reply, Succeed):
                self.client.send_task_success(taskToken=question.token, output=json.dumps(reply.output))
            else:
                self.client.send_task_failure(taskToken=question.token, error=reply.error, cause=reply.cause)
        except (errors.TaskTimedOut, errors.TaskDoesNotExist, errors.InvalidToken):
            logger.info("nobody waits with this token now", extra={"question": question.id})
