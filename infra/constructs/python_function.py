"""A Lambda function of the kit: one folder of `functions/` as its code, a role and a log group of its own."""

from collections.abc import Mapping

from aws_cdk import Duration, Names
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.constructs.acknowledgement import acknowledge
from infra.constructs.code import architecture, function_code
from infra.constructs.foundation import Foundation
from infra.constructs.job_queue import JobQueue
from infra.constructs.log_group import make_log_group
from infra.constructs.permissions import allow, allow_objects


class PythonFunction(Construct):
    """A function whose handler is `functions.{module}.handle`.

    Args:
        foundation: gives the layer, and the settings every function is told of.
        short_name: of the function, its log group and its service in logs and metrics.
        module: below `functions`, such as "order.charge"; its first part is the folder of the asset.
        timeout_seconds: of one invocation.
        memory_mb: and with it the share of a CPU.
        environment: beyond what every function is told.
        made: files in its asset that are made at synthesis: the text of each, by its path.
        alarming: whether an error of it is nobody's to handle, so that somebody has to know.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        foundation: Foundation,
        short_name: str,
        module: str,
        timeout_seconds: int,
        memory_mb: int = 256,
        environment: Mapping[str, str] | None = None,
        made: Mapping[str, str] | None = None,
        alarming: bool = True,
    ) -> None:
        super().__init__(scope, construct_id)
        settings = foundation.settings
        log_group = make_log_group(
            self, "Logs", settings=settings, name=f"/offload/{settings.stage}/{short_name}"
        )
        self.role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        self.function = lambda_.Function(
            self,
            "Function",
            function_name=settings.physical_name(short_name),
            runtime=lambda_.Runtime.PYTHON_3_13,
            architecture=architecture(settings),
            handler=f"functions.{module}.handle",
            code=function_code(self, settings, module.partition(".")[0], made=made),
            layers=[foundation.layer],
            role=self.role,
            log_group=log_group,
            tracing=lambda_.Tracing.ACTIVE,
            timeout=Duration.seconds(timeout_seconds),
            memory_size=memory_mb,
            environment={
                "POWERTOOLS_SERVICE_NAME": short_name,
                "POWERTOOLS_METRICS_NAMESPACE": "Offload",
                "POWERTOOLS_LOG_LEVEL": settings.log_level,
                "STAGE": settings.stage,
                **(environment or {}),
            },
        )
        self.allow("logs:CreateLogStream", "logs:PutLogEvents", on=[log_group.log_group_arn])
        if alarming:
            foundation.alarms.watch_function(self.function, short_name)
        acknowledge(
            self.role,
            "AwsSolutions-IAM5[Resource::*]",
            "X-Ray's PutTraceSegments and PutTelemetryRecords know no resources: "
            "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html",
        )
        acknowledge(
            self.function,
            "AwsSolutions-L1",
            "The lock files pin wheels for Python 3.13; a newer runtime needs newer wheels first.",
        )

    def allow(
        self, *actions: str, on: list[str], only_if: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        """Let the function do these actions on these resources (ARNs), and on nothing else.

        Args:
            actions: such as "sqs:SendMessage".
            on: the resources.
            only_if: conditions of the statement.
        """
        allow(self.role, *actions, on=on, only_if=only_if)

    def tell(self, **environment: str) -> None:
        """Put variables into the function's environment."""
        for name, value in environment.items():
            self.function.add_environment(name, value)

    def allow_objects(self, action: str, *, bucket: s3.IBucket, prefix: str) -> None:
        """Let the function do an action on the objects of a bucket under a prefix."""
        allow_objects(self.role, action, bucket=bucket, prefix=prefix)

    def consume(self, source: JobQueue, *, batch_size: int, max_concurrency: int) -> None:
        """Feed the function from a queue, with answers about each message of a batch.

        Lambda receives and deletes in the function's name; the function itself lets messages wait.
        https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions

        Concurrency is capped on the mapping: a reserved concurrency would push throttled messages into the
        DLQ untried. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html

        Args:
            source: the queue; it has no other consumer.
            batch_size: messages an invocation is given at most.
            max_concurrency: invocations at a time at most, 2 to 1,000.
        """
        self.function.add_environment("QUEUE_URL", source.queue.queue_url)
        queue_arn = source.queue.queue_arn
        self.allow("sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", on=[queue_arn])
        self.allow("sqs:ChangeMessageVisibility", on=[queue_arn])
        self.function.add_event_source_mapping(
            # As the CDK's SqsEventSource names it; but that grants more than anybody needs.
            f"SqsEventSource:{Names.node_unique_id(source.queue.node)}",
            event_source_arn=queue_arn,
            batch_size=batch_size,
            max_concurrency=max_concurrency,
            report_batch_item_failures=True,
        )
