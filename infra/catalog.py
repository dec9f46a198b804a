"""The list of workloads: the first file a fork edits.

An entry and its folder `functions/{name}` are all a workload is. Its routes and models, its queues and DLQs,
its functions, permissions, alarms and its rows of the dashboard follow from the entry.
"""

from functions.order.contract import Order
from functions.thumbnail.contract import Thumbnail
from functions.webhooks.contract import Webhook
from infra.grants.call_webhooks import CallWebhooks
from infra.grants.own_table import OwnTable
from infra.grants.read_uploads import ReadUploads
from infra.grants.send_to import SendTo
from infra.grants.write_results import WriteResults
from infra.workload.consumers import InnerQueue, Pattern, Subscriber
from infra.workload.endpoints import Endpoints, Route
from infra.workload.job_types import Step, WorkerType, WorkflowType
from infra.workload.metric_alarm import MetricAlarm
from infra.workload.table import Table
from infra.workload.workload import Workload

CATALOG: tuple[Workload, ...] = (
    Workload(
        name="thumbnail",
        parts=(
            WorkerType(
                name="thumbnail",
                contract=Thumbnail,
                timeout_seconds=180,  # 50 megapixels in eight sizes take up to 100 s
                memory_mb=1769,  # one whole processor, and room for such a picture twice
                attempts=3,
                max_concurrency=20,
                batch_size=1,
                grants=(ReadUploads(), WriteResults()),
            ),
        ),
    ),
    Workload(
        name="order",
        table=Table(),
        parts=(
            WorkflowType(
                name="order",
                contract=Order,
                steps=(
                    Step(name="reserve", grants=(OwnTable("GetItem", "PutItem", "UpdateItem"),)),
                    Step(name="charge", timeout_seconds=25, grants=(OwnTable("GetItem", "PutItem"),)),
                    Step(name="ship", grants=(OwnTable("GetItem", "PutItem"),)),
                    Step(
                        name="refund", timeout_seconds=25, reads_job=False, grants=(OwnTable("UpdateItem"),)
                    ),
                    Step(name="release", reads_job=False, grants=(OwnTable("PutItem", "UpdateItem"),)),
                    Step(name="withdraw", reads_job=False, grants=(OwnTable("UpdateItem"),)),
                ),
            ),
        ),
    ),
    Workload(
        name="webhooks",
        table=Table(sort="sort"),
        parts=(
            Endpoints(
                module="manage",
                routes=(
                    Route(method="POST", path="/webhooks", contract=Webhook),
                    Route(method="GET", path="/webhooks"),
                    Route(method="GET", path="/webhooks/{id}"),
                    Route(method="DELETE", path="/webhooks/{id}"),
                    Route(method="POST", path="/webhooks/{id}/enable"),
                    Route(method="POST", path="/webhooks/{id}/messages/{message}/replay"),
                ),
                grants=(
                    OwnTable("DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"),
                    SendTo("deliveries"),
                    CallWebhooks(),
                ),
            ),
            Subscriber(
                name="dispatch",
                pattern=Pattern(
                    source=("offload.jobs",), detail_type=("JobSucceeded", "JobFailed", "JobCancelled")
                ),
                grants=(OwnTable("GetItem", "PutItem", "Query"), SendTo("deliveries")),
            ),
            InnerQueue(
                name="deliveries",
                module="deliver",
                attempts=12,  # within eight hours, half of it on average
                backoff_base_seconds=5,
                backoff_cap_seconds=7_200,
                batch_size=1,  # a receiver that does not answer holds up nobody else
                max_concurrency=20,
                grants=(OwnTable("GetItem", "UpdateItem"), CallWebhooks()),
            ),
            MetricAlarm(
                name="disabled",
                metric="WebhookDisabled",
                service="webhooks-deliveries",
                above=5,
                text="More than five webhooks were disabled: is it the receivers, or is it us?",
            ),
        ),
    ),
)
