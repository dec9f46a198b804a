"""The dashboard of a stage: what was accepted, what waits, what failed."""

from collections.abc import Mapping, Sequence

from aws_cdk import Duration
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from infra.constructs.queues_by_name import QueuePair
from infra.settings import Settings

MINUTE = Duration.minutes(1)


class Dashboard(Construct):
    """One row for the API, one for each queue, one for each stream.

    Args:
        settings: names the dashboard.
        api: the HTTP interface.
        queues: by short name, in the order of the rows.
        streams: short names, which a stream and the function behind it share.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: Settings,
        api: apigateway.RestApi,
        queues: Mapping[str, QueuePair],
        streams: Sequence[str],
    ) -> None:
        super().__init__(scope, construct_id)
        board = cloudwatch.Dashboard(self, "Board", dashboard_name=settings.physical_name("jobs"))
        board.add_widgets(
            cloudwatch.GraphWidget(
                title="API: requests and errors",
                width=12,
                left=[
                    api.metric_count(period=MINUTE),
                    api.metric_client_error(period=MINUTE),
                    api.metric_server_error(period=MINUTE),
                ],
            ),
            cloudwatch.GraphWidget(title="API: latency", width=12, left=[api.metric_latency(period=MINUTE)]),
        )
        for name, queue in queues.items():
            board.add_widgets(*_row(name, queue))
        for name in streams:
            board.add_widgets(*_stream_row(name, settings.physical_name(name)))


def _row(name: str, source: QueuePair) -> list[cloudwatch.IWidget]:
    queue, dlq = source.queue, source.dlq
    return [
        cloudwatch.GraphWidget(
            title=f"{name}: waiting and in flight",
            width=8,
            left=[
                queue.metric_approximate_number_of_messages_visible(period=MINUTE),
                queue.metric_approximate_number_of_messages_not_visible(period=MINUTE),
            ],
        ),
        cloudwatch.GraphWidget(
            title=f"{name}: age of the oldest, seconds",
            width=8,
            left=[queue.metric_approximate_age_of_oldest_message(period=MINUTE)],
        ),
        cloudwatch.GraphWidget(
            title=f"{name}: in the DLQ",
            width=8,
            left=[dlq.metric_approximate_number_of_messages_visible(period=MINUTE)],
        ),
    ]


def _stream_row(name: str, physical_name: str) -> list[cloudwatch.IWidget]:
    def metric(service: str, metric: str, statistic: str, **dimensions: str) -> cloudwatch.Metric:
        return cloudwatch.Metric(
            namespace=service,
            metric_name=metric,
            dimensions_map=dimensions,
            statistic=statistic,
            period=MINUTE,
        )

    return [
        cloudwatch.GraphWidget(
            title=f"{name}: records taken",
            width=8,
            left=[metric("AWS/Kinesis", "IncomingRecords", "Sum", StreamName=physical_name)],
        ),
        cloudwatch.GraphWidget(
            title=f"{name}: age of what is worked on, milliseconds",
            width=8,
            left=[metric("AWS/Lambda", "IteratorAge", "Maximum", FunctionName=physical_name)],
        ),
        cloudwatch.GraphWidget(
            title=f"{name}: refused for want of room",
            width=8,
            left=[
                metric("AWS/Kinesis", "WriteProvisionedThroughputExceeded", "Sum", StreamName=physical_name)
            ],
        ),
    ]
