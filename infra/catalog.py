"""The list of workloads: the first file a fork edits.

An entry and its folder `functions/{name}` are all a workload is. Its routes and models, its queues and DLQs,
its functions, permissions, alarms and its rows of the dashboard follow from the entry.
"""

from functions.messaging.contract import Closing, Statement
from functions.order.contract import Order
from functions.thumbnail.contract import Thumbnail
from infra.grants.own_table import OwnTable
from infra.grants.put_events import PutEvents
from infra.grants.read_uploads import ReadUploads
from infra.grants.write_results import WriteResults
from infra.workload.consumers import Pattern, Subscriber
from infra.workload.endpoints import Endpoints, Route
from infra.workload.job_types import Step, WorkerType, WorkflowType
from infra.workload.metric_alarm import MetricAlarm
from infra.workload.schedule import Schedule
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
        name="messaging",
        table=Table(sort="sort", indexes=(Index("by_month", partition="month", sort="account"),)),
        parts=(
            Subscriber(
                name="ledger",
                pattern=Pattern(
                    source=["offload.jobs"],
                    detail_type=["JobSucceeded"],
                    detail={"job": {"type": [{"anything-but": ["closing", "statement"]}]}},
                ),
                grants=(OwnTable("PutItem", "UpdateItem"),),
            ),
            Subscriber(
                name="archive",
                pattern=Pattern(
                    source=["offload.jobs"],
                    detail_type=["JobSucceeded"],
                    detail={"job": {"type": ["statement"], "owner": ["service:accounting"]}},
                ),
                max_concurrency=2,
                grants=(OwnTable("PutItem"),),
            ),
            WorkerType(
                name="closing",
                contract=Closing,
                module="closing",
                timeout_seconds=300,  # a hundred thousand accounts, ten a request
                batch_size=1,
                max_concurrency=2,
                grants=(OwnTable("Query", index="by_month"), PutEvents()),
            ),
            WorkerType(
                name="statement",
                contract=Statement,
                module="statement",
                memory_mb=256,
                grants=(OwnTable("Query"),),
            ),
            Endpoints(
                module="account",
                routes=(
                    Route(method="GET", path="/usage"),
                    Route(method="GET", path="/statements/{month}"),
                ),
                grants=(OwnTable("GetItem", "Query"),),
            ),
            # On the fifth, what a queue has kept for its four days is in the book.
            Schedule(name="monthly", submits="closing", expression="cron(0 2 5 * ? *)"),
            MetricAlarm(
                name="unknown-version",
                metric="UnknownVersion",
                service="messaging-ledger",
                text="The ledger passes over events of a version it does not know: teach it that version"
                " before the one it knows is given up.",
            ),
        ),
    ),
)
