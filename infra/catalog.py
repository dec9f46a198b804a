"""The list of workloads: the first file a fork edits.

An entry and its folder `functions/{name}` are all a workload is. Its routes and models, its queues and DLQs,
its functions, permissions, alarms and its rows of the dashboard follow from the entry.
"""

from functions.email.contract import Email
from functions.feed.contract import Follow, Like, Post
from functions.ingest.contract import Ingest
from functions.messaging.contract import Closing, Statement
from functions.order.contract import Decision, DeliveryReport, Order
from functions.report.contract import Report
from functions.sync.contract import Sync
from functions.telemetry.contract import Readings
from functions.thumbnail.contract import Thumbnail
from functions.webhooks.contract import Webhook
from infra.grants.answer_tasks import AnswerTasks
from infra.grants.call_webhooks import CallWebhooks
from infra.grants.own_table import OwnTable
from infra.grants.put_events import PutEvents
from infra.grants.read_uploads import ReadUploads
from infra.grants.report_progress import ReportProgress
from infra.grants.send_mail import SendMail
from infra.grants.send_to import SendTo
from infra.grants.sources import Sources
from infra.grants.start_children import StartChildren
from infra.grants.use_scratch import UseScratch
from infra.grants.write_results import WriteResults
from infra.workload.consumers import InnerQueue, Pattern, Subscriber
from infra.workload.endpoints import Endpoints, Route
from infra.workload.job_types import Step, WorkerType, WorkflowType
from infra.workload.mail_sender import MailSender
from infra.workload.metric_alarm import MetricAlarm
from infra.workload.schedule import Schedule
from infra.workload.silence_alarm import SilenceAlarm
from infra.workload.stream import Stream
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
                    Route(method="POST", path="/deliveries/{id}", contract=DeliveryReport),
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
    Workload(
        name="ingest",
        parts=(
            WorkflowType(
                name="ingest",
                contract=Ingest,
                steps=(
                    Step(name="plan", timeout_seconds=45, grants=(ReadUploads(), UseScratch("PutObject"))),
                    Step(
                        name="map_chunk",
                        timeout_seconds=580,  # one line of 5 GB is read to its end by one of them
                        memory_mb=512,  # it takes half of that; more memory is more processor, too
                        grants=(ReadUploads(), UseScratch("GetObject", "PutObject"), ReportProgress()),
                    ),
                    Step(
                        name="check",
                        timeout_seconds=300,
                        memory_mb=512,
                        grants=(UseScratch("GetObject", "PutObject"),),
                    ),
                    Step(
                        name="merge",
                        timeout_seconds=900,  # 5 GB, the most an upload may have, take about three minutes
                        memory_mb=512,
                        grants=(UseScratch("GetObject"), WriteResults()),
                    ),
                    Step(name="explain", timeout_seconds=30, grants=(ReadUploads(), UseScratch("GetObject"))),
                ),
                grants=(StartChildren("ingest"), UseScratch("GetObject")),
            ),
        ),
    ),
    Workload(
        name="report",
        table=Table(
            indexes=(
                Index("by_owner", partition="owner", sort="at", whole=True),
                Index("by_time", partition="shard", sort="at", whole=True),
            ),
        ),
        parts=(
            WorkerType(
                name="report",
                contract=Report,
                timeout_seconds=180,  # four million sales
                memory_mb=1769,  # one whole processor
                attempts=3,
                max_concurrency=5,  # readers of one table
                batch_size=1,
                grants=(
                    OwnTable("Query", index="by_owner"),
                    OwnTable("Query", index="by_time"),
                    WriteResults(),
                ),
            ),
            Subscriber(
                name="orders",
                pattern=Pattern(
                    source=("offload.jobs",),
                    detail_type=("JobSucceeded", "JobFailed", "JobCancelled"),
                    detail={"job": {"type": ["order"]}},
                ),
                grants=(OwnTable("PutItem"),),
            ),
            Subscriber(
                name="sales",
                pattern=Pattern(detail_type=("SaleRecorded",)),
                grants=(OwnTable("PutItem"),),
            ),
            Schedule(
                name="nightly",
                submits="report",
                expression="cron(0 3 * * ? *)",
                payload={"period": "yesterday", "currency": "EUR", "title": "Sales of yesterday"},
            ),
            SilenceAlarm(
                name="nightly-missing",
                metric="ScheduledReportMade",
                service="report",
                hours=26,
                text="No nightly report for 26 hours: see the newest job report.* of service:schedule.",
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
                attempts=8,  # each outage burns two, before the circuit opens
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
                    Route(method="GET", path="/records/{source}"),
                    Route(method="GET", path="/sources/{source}"),
                ),
                grants=(Sources(), OwnTable("GetItem")),
            ),
            Schedule(
                name="crm",
                submits="sync",
                expression="rate(5 minutes)",
                payload={"source": "crm"},
                enabled=False,  # until the URL in cdk.json is that of a source of yours
            ),
            MetricAlarm(
                name="circuit-open",
                metric="CircuitOpened",
                service="sync",
                text="A source of sync is down: it is left alone and probed now and then; nothing is lost.",
            ),
        ),
    ),
    Workload(
        name="telemetry",
        table=Table(sort="sort"),
        parts=(
            Stream(
                name="readings",
                path="/telemetry",
                contract=Readings,
                keyed_by="device",
                module="handler",
                grants=(OwnTable("PutItem", "Query"), PutEvents()),
            ),
            Endpoints(
                module="endpoints",
                routes=(Route(method="GET", path="/telemetry/{device}"),),
                grants=(OwnTable("Query"),),
            ),
        ),
    ),
    Workload(
        name="feed",
        table=Table(sort="sort"),
        parts=(
            WorkflowType(
                name="post",
                contract=Post,
                definition="post.asl.json",
                steps=(
                    Step(name="plan", timeout_seconds=60, grants=(OwnTable("GetItem", "PutItem", "Query"),)),
                    Step(
                        name="deliver",
                        timeout_seconds=60,
                        grants=(OwnTable("Query", "BatchWriteItem"), SendTo("notifications")),
                    ),
                    Step(
                        name="finish",
                        timeout_seconds=30,
                        grants=(OwnTable("GetItem", "UpdateItem"), SendTo("notifications")),
                    ),
                    Step(name="withdraw", reads_job=False, grants=(OwnTable("UpdateItem"),)),
                ),
            ),
            WorkerType(
                name="follow",
                contract=Follow,
                module="follow",
                ordered_by="author",  # of a follow and an unfollow the later one holds
                attempts=5,
                batch_size=1,
                grants=(
                    OwnTable(
                        "GetItem",
                        "PutItem",
                        "UpdateItem",
                        "DeleteItem",
                        "Query",
                        "BatchGetItem",
                        "BatchWriteItem",
                    ),
                ),
            ),
            WorkerType(
                name="like",
                contract=Like,
                module="like",
                ordered_by="post",  # of a like and an unlike the later one holds
                attempts=5,
                batch_size=1,
                max_concurrency=20,
                grants=(OwnTable("GetItem", "PutItem", "UpdateItem", "DeleteItem"), SendTo("notifications")),
            ),
            InnerQueue(
                name="notifications",
                module="notify",
                fifo=True,  # one recipient's notices one by one, and a crowd's likes as one message
                batch_size=1,
                grants=(OwnTable("PutItem", "UpdateItem"),),
            ),
            Endpoints(
                module="endpoints",
                routes=(Route(method="GET", path="/feed"), Route(method="GET", path="/notifications")),
                timeout_seconds=20,
                memory_mb=1024,
                grants=(OwnTable("Query", "BatchGetItem"),),
            ),
            MetricAlarm(
                name="slow-fan-out",
                metric="SlowFanOut",
                service="post-finish",
                text="Posts took more than five minutes to reach the last feed: docs/workloads/feed.md",
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
                grants=(
                    SendMail(),
                    WriteResults(),
                    OwnTable("BatchGetItem", "GetItem", "PutItem", "UpdateItem"),
                ),
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
