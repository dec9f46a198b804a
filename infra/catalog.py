"""The list of workloads: the first file a fork edits.

An entry and its folder `functions/{name}` are all a workload is. Its routes and models, its queues and DLQs,
its functions, permissions, alarms and its rows of the dashboard follow from the entry.
"""

from functions.order.contract import Decision, Order, Report
from functions.thumbnail.contract import Thumbnail
from infra.grants.answer_tasks import AnswerTasks
from infra.grants.own_table import OwnTable
from infra.grants.read_uploads import ReadUploads
from infra.grants.write_results import WriteResults
from infra.workload.endpoints import Endpoints, Route
from infra.workload.job_types import Step, WorkerType, WorkflowType
from infra.workload.metric_alarm import MetricAlarm
from infra.workload.table import Index, Table
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
        table=Table(indexes=(Index("open", partition="open_kind", sort="asked_at"),)),
        parts=(
            WorkflowType(
                name="order",
                contract=Order,
                steps=(
                    Step(name="reserve", grants=(OwnTable("GetItem", "PutItem", "UpdateItem"),)),
                    Step(
                        name="approve",
                        grants=(OwnTable("GetItem", "PutItem", "UpdateItem"), AnswerTasks("order")),
                    ),
                    Step(name="charge", timeout_seconds=25, grants=(OwnTable("GetItem", "PutItem"),)),
                    Step(name="ship", grants=(OwnTable("GetItem", "PutItem"),)),
                    Step(
                        name="deliver",
                        grants=(OwnTable("GetItem", "PutItem", "UpdateItem"), AnswerTasks("order")),
                    ),
                    Step(
                        name="writeoff",
                        reads_job=False,
                        grants=(OwnTable("GetItem", "PutItem", "UpdateItem"),),
                    ),
                    Step(
                        name="withdraw",
                        reads_job=False,
                        grants=(OwnTable("GetItem", "PutItem", "UpdateItem"),),
                    ),
                    Step(
                        name="refund", timeout_seconds=25, reads_job=False, grants=(OwnTable("UpdateItem"),)
                    ),
                    Step(
                        name="release",
                        reads_job=False,
                        grants=(OwnTable("GetItem", "PutItem", "UpdateItem"),),
                    ),
                ),
            ),
            Endpoints(
                module="approvals",
                routes=(
                    Route(method="GET", path="/approvals"),
                    Route(method="POST", path="/approvals/{id}", contract=Decision),
                ),
                grants=(
                    OwnTable("GetItem", "UpdateItem"),
                    OwnTable("Query", index="open"),
                    AnswerTasks("order"),
                ),
            ),
            Endpoints(
                module="deliveries",
                routes=(
                    Route(method="GET", path="/deliveries"),
                    Route(method="POST", path="/deliveries/{id}", contract=Report),
                ),
                grants=(
                    OwnTable("GetItem", "UpdateItem"),
                    OwnTable("Query", index="open"),
                    AnswerTasks("order"),
                ),
            ),
            MetricAlarm(
                name="approvals-expired",
                metric="GaveUpWaiting",
                service="order-approve",
                dimensions={"kind": "approval", "reason": "ApprovalExpired"},
                text="An order that nobody decided about was given up: does anybody look at GET /approvals?",
            ),
            MetricAlarm(
                name="deliveries-overdue",
                metric="GaveUpWaiting",
                service="order-deliver",
                dimensions={"kind": "delivery", "reason": "DeliveryOverdue"},
                text="A carrier was silent about a parcel: its order was refunded, its goods written off.",
            ),
        ),
    ),
)
