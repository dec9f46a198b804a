"""A queue as a rule's target."""

import jsii
from aws_cdk import aws_events as events
from aws_cdk import aws_sqs as sqs


@jsii.implements(events.IRuleTarget)
class QueueTarget:
    """The target. The CDK's own lets EventBridge do more with the queue than send to it.

    Args:
        queue: where the events go; its policy has to let the rule send.
        input: what becomes of an event on the way; by default it stays as it is.
    """

    def __init__(self, queue: sqs.IQueue, input: events.RuleTargetInput | None = None) -> None:
        self._queue, self._input = queue, input

    def bind(self, rule: events.IRule, id: str | None = None) -> events.RuleTargetConfig:  # noqa: ARG002
        """Return what the rule is to say of the queue."""
        return events.RuleTargetConfig(arn=self._queue.queue_arn, input=self._input)
