"""moto lets a topic send to every queue that subscribes to it.

moto 5.2.5, `sns/models.py: Subscription.publish` does not ask the queue's policy, which has to let SNS in for
that topic; what is refused is lost, as on AWS without a dead-letter queue. Can go when moto asks.

https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html

Shown by test_a_topic_sends_only_where_the_queue_lets_it
in tests/conformance/iam/test_resource_policies.py.
"""

import logging
from typing import Any

from moto.sns.models import Subscription

from local.moto_fixes.mend import replace
from local.permissions import is_allowed, service_principal

_log = logging.getLogger(__name__)
_moto_publish = Subscription.publish


def install() -> None:
    """Mend moto."""
    replace(Subscription, "publish", _publish)


def _publish(subscription: Subscription, *arguments: Any, **parameters: Any) -> None:
    topic, queue = subscription.topic.arn, subscription.endpoint
    if subscription.protocol == "sqs":
        principal = service_principal("sns.amazonaws.com", source_arn=topic)
        if not is_allowed(principal, "sqs:SendMessage", queue):
            _log.warning("%s lost a message: the policy of %s does not let it send", topic, queue)
            return
    _moto_publish(subscription, *arguments, **parameters)
