"""The list of job types: the first file a fork edits.

An entry and its folder `functions/{name}` are all a job type is. Its route and model, its queue and DLQ, its
functions, permissions, alarms and its row of the dashboard follow from the entry.
"""

from functions.order.contract import Order
from functions.thumbnail.contract import Thumbnail
from infra.job_types import JobType, Step, WorkerType, WorkflowType

CATALOG: tuple[JobType, ...] = (
    WorkerType(
        name="thumbnail",
        contract=Thumbnail,
        timeout_seconds=180,  # 50 megapixels in eight sizes take up to 100 s
        memory_mb=1769,  # one whole processor, and room for such a picture twice
        attempts=3,
        max_concurrency=20,
        batch_size=1,
    ),
    WorkflowType(
        name="order",
        contract=Order,
        steps=(
            Step(name="reserve"),
            Step(name="charge", timeout_seconds=25, table_actions=("GetItem", "PutItem")),
            Step(name="ship", table_actions=("GetItem", "PutItem")),
            Step(name="refund", timeout_seconds=25, reads_job=False, table_actions=("UpdateItem",)),
            Step(name="release", reads_job=False, table_actions=("PutItem", "UpdateItem")),
            Step(name="withdraw", reads_job=False, table_actions=("UpdateItem",)),
        ),
    ),
)
