"""A queue with its DLQ.

SQS's redrive is only a backstop here: what counts attempts is the job store, since a message is also received
without being tried. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
"""

from aws_cdk import Duration
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.alarms import Alarms
from infra.settings import DLQ_RETENTION_DAYS, QUEUE_RETENTION_DAYS, Settings

MAX_RECEIVE_COUNT = 100
"""Receives until SQS itself moves a message to the DLQ."""


class JobQueue(Construct):
    """A queue that feeds one function, and the DLQ behind it.

    Args:
        settings: names the queues.
        alarms: watches both.
        short_name: `{short_name}` and `{short_name}-dlq`, with `.fifo` when FIFO.
        fifo: FIFO in high-throughput mode, where deduplication and throughput are a message group's.
        consumer_timeout_seconds: the function's timeout; a message stays invisible six times as long.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: Settings,
        alarms: Alarms,
        short_name: str,
        fifo: bool,
        consumer_timeout_seconds: int,
    ) -> None:
        super().__init__(scope, construct_id)
        self.fifo = fifo
        self.consumer_timeout_seconds = consumer_timeout_seconds
        self.dlq = self._queue("Dlq", settings, f"{short_name}-dlq", DLQ_RETENTION_DAYS)
        self.queue = self._queue(
            "Queue",
            settings,
            short_name,
            QUEUE_RETENTION_DAYS,
            visibility_timeout=Duration.seconds(6 * consumer_timeout_seconds),
            dead_letter_queue=sqs.DeadLetterQueue(queue=self.dlq, max_receive_count=MAX_RECEIVE_COUNT),
        )
        alarms.watch_queue(self.queue, short_name)
        alarms.watch_dlq(self.dlq, f"{short_name}-dlq")

    def _queue(
        self,
        construct_id: str,
        settings: Settings,
        short_name: str,
        retention_days: int,
        *,
        visibility_timeout: Duration | None = None,
        dead_letter_queue: sqs.DeadLetterQueue | None = None,
    ) -> sqs.Queue:
        return sqs.Queue(
            self,
            construct_id,
            queue_name=settings.physical_name(short_name) + (".fifo" if self.fifo else ""),
            fifo=True if self.fifo else None,
            deduplication_scope=sqs.DeduplicationScope.MESSAGE_GROUP if self.fifo else None,
            fifo_throughput_limit=sqs.FifoThroughputLimit.PER_MESSAGE_GROUP_ID if self.fifo else None,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=Duration.days(retention_days),
            visibility_timeout=visibility_timeout,
            dead_letter_queue=dead_letter_queue,
        )
