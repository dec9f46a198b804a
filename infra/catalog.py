"""The list of workloads: the first file a fork edits.

An entry and its folder `functions/{name}` are all a workload is. Its routes and models, its queues and DLQs,
its functions, permissions, alarms and its rows of the dashboard follow from the entry.
"""

from functions.email.contract import Email
from functions.order.contract import Order
from functions.sync.contract import Sync
from functions.thumbnail.contract import Thumbnail
from infra.grants.own_table import OwnTable
from infra.grants.read_uploads import ReadUploads
from infra.grants.send_mail import SendMail
from infra.grants.send_to import SendTo
from infra.grants.sources import Sources
from infra.grants.write_results import WriteResults
from infra.workload.consumers import InnerQueue, Pattern, Subscriber
from infra.workload.endpoints import Endpoints, Route
from infra.workload.job_types import Step, WorkerType, WorkflowType
from infra.workload.mail_sender import MailSender
from infra.workload.metric_alarm import MetricAlarm
from infra.workload.schedule import Schedule
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
        name="sync",
        table=Table(),
        parts=(
            WorkerType(
                name="sync",
                contract=Sync,
                ordered_by="source",
                timeout_seconds=300,  # a turn, and one slow page
                memory_mb=512,  # a page of 8 MB several times over
                attempts=5,  # more than failures open the circuit
                max_concurrency=5,
                batch_size=1,
                failures=0,  # a source that is not pulled grows old, and nobody else says so
                grants=(Sources(), OwnTable("GetItem", "UpdateItem"), SendTo("changes")),
                environment={"TURN_SECONDS": "230"},
            ),
            InnerQueue(
                name="changes",
                module="apply",
                fifo=True,
                batch_size=1,
                max_concurrency=20,
                grants=(OwnTable("PutItem"),),
            ),
            Endpoints(
                module="endpoints",
                routes=(
                    Route(method="GET", path="/records/{source}/{key}"),
                    Route(method="GET", path="/sources/{source}"),
                ),
                grants=(Sources(), OwnTable("GetItem")),
            ),
            Schedule(name="crm", submits="sync", expression="rate(5 minutes)", payload={"source": "crm"}),
            MetricAlarm(
                name="circuit-open",
                metric="CircuitOpened",
                service="sync",
                text="A source of sync is down: it is left alone and probed now and then; nothing is lost.",
            ),
        ),
    ),
    Workload(
        name="email",
        table=Table(),
        parts=(
            MailSender(),
            WorkerType(
                name="email",
                contract=Email,
                timeout_seconds=60,  # as many mails as a stage sends in a second, and three calls that hang
                attempts=5,
                max_concurrency=5,
                batch_size=1,
                grants=(SendMail(), WriteResults(), OwnTable("GetItem", "PutItem", "UpdateItem")),
            ),
            Subscriber(
                name="feedback",
                bus="default",
                pattern=Pattern(
                    source=("aws.ses",),
                    detail_type=("Email Bounced", "Email Complaint Received"),
                    detail={"mail": {"tags": {"ses:configuration-set": ["offload-{stage}-email"]}}},
                ),
                grants=(OwnTable("UpdateItem"),),
            ),
            MetricAlarm(
                name="bounced",
                metric="MailBounced",
                service="email-feedback",
                dimensions={"kind": "Permanent"},
                above=5,
                text="Mail comes back for good: whose addresses are these? SES pauses an account at 10 %.",
            ),
            MetricAlarm(
                name="complaints",
                metric="MailComplained",
                service="email-feedback",
                text="Somebody marked our mail as spam: SES pauses an account at 0.5 %.",
            ),
            MetricAlarm(
                name="rejected",
                metric="MailRejected",
                service="email",
                above=5,
                text="SES refuses recipients of ours: the jobs' results say why.",
            ),
            MetricAlarm(
                name="paused",
                metric="MailPaused",
                service="email",
                text="SES has paused our sending; jobs wait until it is resumed in SES's console.",
            ),
        ),
    ),
)
