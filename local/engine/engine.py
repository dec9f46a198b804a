"""Sets one account and region of moto in motion. Composition only: each part has a room of its own."""

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from moto.awslambda.models import lambda_backends
from moto.moto_api._internal import mock_random

from local.clients import ClientFactory
from local.engine.aws_calls import AwsCalls
from local.engine.environment import ExecutionEnvironment
from local.engine.environments import EnvironmentKind
from local.engine.events.delivery import Delivery
from local.engine.events.object_notices import ObjectNotices
from local.engine.events.rule_targets import RuleTargets
from local.engine.events.schedule_targets import ScheduleTargets
from local.engine.events.scheduled_rules import ScheduledRules
from local.engine.events.scheduler import Scheduler
from local.engine.events.senders import Senders
from local.engine.invocations import code
from local.engine.invocations.asynchronous import AsynchronousInvocations
from local.engine.invocations.destinations import Destinations
from local.engine.invocations.functions import Function, Functions
from local.engine.invocations.invoke_api import InvokeApi
from local.engine.invocations.invoker import Invoker
from local.engine.invocations.logs import Listener, LogStream
from local.engine.invocations.variables import variables
from local.engine.mappings import EventSourceMappings
from local.engine.queues.queue_poller import QueuePoller
from local.engine.streams.data_stream import DataStream
from local.engine.streams.source import Source
from local.engine.streams.stream_poller import StreamPoller
from local.engine.streams.table_stream import TableStream
from local.engine.time_to_live import TimeToLive
from local.hub import Hub
from local.permissions import Keys, Principal, client_of, role_session

if TYPE_CHECKING:
    from mypy_boto3_lambda.type_defs import EventSourceMappingConfigurationTypeDef as Configuration


class Engine:
    """Polls, invokes, schedules and expires, from `start` until the hub stops.

    Args:
        hub: owns the time and the turn.
        calls: sees every AWS call.
        client: returns the boto3 client of a service.
        account: the AWS account's number.
        region: the AWS region.
        aws_url: where S3 is reached over HTTP.
        environments: starts those that functions run in.
        keys: gives the functions' environments the credentials of their roles.
        log: hears each line of each function's log, and of what a queue's poller has to tell.
    """

    def __init__(
        self,
        hub: Hub,
        calls: AwsCalls,
        *,
        client: ClientFactory,
        account: str,
        region: str,
        aws_url: str,
        environments: EnvironmentKind,
        keys: Keys,
        log: Listener,
    ) -> None:
        self._hub = hub
        self._calls = calls
        self._client = client
        self._account = account
        self._region = region
        self._aws_url = aws_url
        self._environments = environments
        self._keys = keys
        self._log = log
        self.functions = Functions(client("lambda"))
        self._invoker = Invoker(hub, self.functions, new_log=self._new_log, start=self._start_environment)
        self.invoke_api = InvokeApi(
            hub,
            self.functions,
            self._invoker,
            AsynchronousInvocations(
                hub, self.functions, self._invoker.invoke, Destinations(client, hub.now, log)
            ),
        )
        self._mappings = EventSourceMappings(
            account,
            region,
            {
                "sqs": self._new_queue_poller,
                "dynamodb": self._new_table_poller,
                "kinesis": self._new_data_poller,
            },
        )
        delivery = Delivery(hub, Senders(client))
        self.rule_targets = RuleTargets(hub, delivery)
        self.object_notices = ObjectNotices(hub, delivery)
        self._scheduled_rules = ScheduledRules(hub, account, region, self.rule_targets.deliver)
        self._scheduler = Scheduler(hub, account, region, ScheduleTargets(delivery).invoke)
        self._time_to_live = TimeToLive(hub, account, region)

    def start(self) -> None:
        """Set in motion what is in moto now, and whatever comes later."""
        for service, react in (
            ("lambda", self.functions.forget),
            ("lambda", self._retire),
            ("lambda", self._mappings.read),
            ("events", self._scheduled_rules.read),
            ("scheduler", self._scheduler.read),
            ("dynamodb", self._time_to_live.read),
        ):
            react()
            self._calls.on_change(service, react)
        self._scheduled_rules.start()
        self._scheduler.start()
        self._time_to_live.start()

    def _retire(self) -> None:
        functions = lambda_backends[self._account][self._region].list_functions()
        self._invoker.retire({function.function_name for function in functions})

    def _new_queue_poller(self, configuration: "Configuration") -> QueuePoller:
        queue = configuration["EventSourceArn"].split(":")[5]
        function = configuration["FunctionArn"]
        return QueuePoller(
            self._hub,
            self._client("sqs"),
            configuration,
            principal=lambda: self._role_session(function),
            invoke=self._invoker.invoke,
            tell=lambda line: self._log(queue, line),
        )

    def _new_table_poller(self, configuration: "Configuration") -> StreamPoller:
        client = self._client_with_role_of(configuration["FunctionArn"])
        stream = TableStream(client, configuration["EventSourceArn"])
        return self._new_stream_poller(client, stream, configuration)

    def _new_data_poller(self, configuration: "Configuration") -> StreamPoller:
        function = lambda_backends[self._account][self._region].get_function(configuration["FunctionArn"])
        client = self._client_with_role_of(configuration["FunctionArn"])
        stream = DataStream(client, configuration["EventSourceArn"], role=function.role)
        return self._new_stream_poller(client, stream, configuration)

    def _new_stream_poller(
        self, client: ClientFactory, source: Source, configuration: "Configuration"
    ) -> StreamPoller:
        stream = configuration["EventSourceArn"].split(":", 5)[5]
        return StreamPoller(
            self._hub,
            client,
            source,
            configuration,
            invoke=self._invoker.invoke,
            tell=lambda line: self._log(stream, line),
        )

    def _client_with_role_of(self, function: str) -> ClientFactory:
        """Return a factory of clients that call with a function's role."""

        def client(service: str) -> Any:
            return client_of(self._client(service), lambda: self._role_session(function))

        return cast(ClientFactory, client)

    def _role_session(self, arn: str) -> Principal:
        """Return the principal a function's pollers and environments call as."""
        function = self.functions.get(arn)
        return role_session(function.role, function.name)

    def _new_log(self, function: Function) -> LogStream:
        date = dt.datetime.fromtimestamp(self._hub.now(), dt.UTC)
        return LogStream(
            function.name,
            account=self._account,
            region=self._region,
            group=function.log_group,
            name=f"{date:%Y/%m/%d}/[{function.version}]{mock_random.get_random_hex(32)}",
            listener=self._log,
            now=self._hub.now,
        )

    def _start_environment(self, function: Function, log: LogStream) -> ExecutionEnvironment:
        roots = code.roots(self._account, self._region, function.arn, function.layers)
        return self._environments.start(
            function,
            roots=roots,
            variables=variables(
                function,
                region=self._region,
                root=str(roots[0]),
                log_stream=log.name,
                aws_url=self._aws_url,
                credentials=self._keys.new_session(function.role, function.name),
            ),
            log=log,
        )
