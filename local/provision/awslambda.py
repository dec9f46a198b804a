"""AWS Lambda: functions, layers, and what invokes them."""

from pydantic import Field, JsonValue

from local.assembly import ReturnValues
from local.provision.archive import archive, archive_of_module
from local.provision.properties import Properties, Tag, Text, deploy_only, tag_map
from local.provision.resource_type import Place, ResourceType


class Content(Properties):
    """Where an archive is published."""

    s3_bucket: str = Field(alias="S3Bucket")
    s3_key: str = Field(alias="S3Key")

    def archive(self, place: Place) -> bytes:
        """Return the published archive. Functions made through any client have theirs in the same way."""
        return archive(place.asset(self.s3_bucket, self.s3_key))


class Code(Properties):
    """Where the code is published; or the code itself, where it is one module."""

    s3_bucket: str | None = Field(default=None, alias="S3Bucket")
    s3_key: str | None = Field(default=None, alias="S3Key")
    zip_file: str | None = None

    def archive(self, place: Place, runtime: str) -> bytes:
        """Return the archive, published or made of the one module, for a function of that runtime."""
        if self.zip_file is not None:
            return archive_of_module(
                "index.py" if runtime.startswith("python") else "index.js", self.zip_file
            )
        return archive(place.asset(self.s3_bucket, self.s3_key))


class Environment(Properties):
    """The function's environment variables."""

    variables: dict[str, Text] = Field(default_factory=dict)


class EphemeralStorage(Properties):
    """The size of /tmp in MB."""

    size: int


class DeadLetterConfig(Properties):
    """The queue or topic that gets asynchronous events that failed."""

    target_arn: str


class LoggingConfig(Properties):
    """Where the function logs to; as text, since nothing here logs as JSON."""

    log_group: str | None = None


class TracingConfig(Properties):
    """Whether the service traces invocations."""

    mode: str


class RuntimeManagementConfig(Properties):
    """When the function moves to a newer version of its runtime."""

    runtime_version_arn: str | None = None
    update_runtime_on: str


class SnapStart(Properties):
    """Which versions start from a snapshot."""

    apply_on: str


class Function(ResourceType):
    """AWS::Lambda::Function."""

    architectures: list[str] | None = None
    code: Code
    dead_letter_config: DeadLetterConfig | None = None
    description: Text | None = None
    environment: Environment | None = None
    ephemeral_storage: EphemeralStorage | None = None
    function_name: Text | None = None
    handler: str
    layers: list[str] | None = None
    logging_config: LoggingConfig | None = None
    memory_size: int | None = None
    package_type: str | None = None
    reserved_concurrent_executions: int | None = None
    role: str
    runtime: str
    tags: list[Tag] | None = None
    timeout: int | None = None
    tracing_config: TracingConfig | None = None
    kms_key_arn: JsonValue = deploy_only("environment variables are not encrypted in this process's memory")
    runtime_management_config: RuntimeManagementConfig | None = deploy_only(
        "handlers run on this machine's Python"
    )
    snap_start: SnapStart | None = deploy_only("there is no snapshot to start from")

    def create(self, place: Place) -> ReturnValues:
        """Create the function with its code."""
        name = self.function_name or place.name(64)
        request = self.request("function_name", "code", "reserved_concurrent_executions", "tags")
        function = place.call(
            "lambda",
            "create_function",
            FunctionName=name,
            Code={"ZipFile": self.code.archive(place, self.runtime)},
            Tags=tag_map(self.tags),
            **request,
        )
        if self.reserved_concurrent_executions is not None:
            place.call(
                "lambda",
                "put_function_concurrency",
                FunctionName=name,
                ReservedConcurrentExecutions=self.reserved_concurrent_executions,
            )
        return ReturnValues(name, {"Arn": function["FunctionArn"]})


class LayerVersion(ResourceType):
    """AWS::Lambda::LayerVersion."""

    compatible_architectures: list[str] | None = None
    compatible_runtimes: list[str] | None = None
    content: Content
    description: Text | None = None
    layer_name: Text | None = None
    license_info: str | None = None

    def create(self, place: Place) -> ReturnValues:
        """Publish the layer's first version."""
        layer = place.call(
            "lambda",
            "publish_layer_version",
            LayerName=self.layer_name or place.name(140),
            Content={"ZipFile": self.content.archive(place)},
            **self.request("layer_name", "content"),
        )
        arn = layer["LayerVersionArn"]
        return ReturnValues(arn, {"LayerVersionArn": arn})


class Permission(ResourceType):
    """AWS::Lambda::Permission."""

    action: str
    event_source_token: str | None = None
    function_name: str
    principal: str
    principal_org_id: str | None = Field(default=None, alias="PrincipalOrgID")
    source_account: Text | None = None
    source_arn: str | None = None

    def create(self, place: Place) -> ReturnValues:
        """Add the permission to the function's policy."""
        sid = place.name(100)
        place.call("lambda", "add_permission", StatementId=sid, **self.request())
        return ReturnValues(sid, {"Id": sid})


class Destination(Properties):
    """Where something is sent."""

    destination: str


class Destinations(Properties):
    """Where an invocation's outcome is sent."""

    on_failure: Destination | None = None
    on_success: Destination | None = None


class EventInvokeConfig(ResourceType):
    """AWS::Lambda::EventInvokeConfig."""

    destination_config: Destinations | None = None
    function_name: str
    maximum_event_age_in_seconds: int | None = None
    maximum_retry_attempts: int | None = None
    qualifier: str

    def create(self, place: Place) -> ReturnValues:
        """Say how the function's asynchronous invocations are retried, and where they end."""
        place.call("lambda", "put_function_event_invoke_config", **self.request())
        return ReturnValues(place.name(128), {})


class Filter(Properties):
    """A pattern of records."""

    pattern: str


class FilterCriteria(Properties):
    """Which records the function is given."""

    filters: list[Filter]


class ScalingConfig(Properties):
    """How many invocations of the mapping run at a time."""

    maximum_concurrency: int


class MetricsConfig(Properties):
    """Which metrics of the mapping are kept."""

    metrics: list[str] | None = None


class EventSourceMapping(ResourceType):
    """AWS::Lambda::EventSourceMapping, of a queue or a stream."""

    batch_size: int | None = None
    bisect_batch_on_function_error: bool | None = None
    destination_config: Destinations | None = None
    enabled: bool | None = None
    event_source_arn: str
    filter_criteria: FilterCriteria | None = None
    function_name: str
    function_response_types: list[str] | None = None
    maximum_batching_window_in_seconds: int | None = None
    maximum_record_age_in_seconds: int | None = None
    maximum_retry_attempts: int | None = None
    parallelization_factor: int | None = None
    scaling_config: ScalingConfig | None = None
    starting_position: str | None = None
    starting_position_timestamp: float | None = None
    tags: list[Tag] | None = None
    kms_key_arn: JsonValue = deploy_only("filters are not encrypted in this process's memory")
    metrics_config: MetricsConfig | None = deploy_only("no metrics of mappings are kept")

    def create(self, place: Place) -> ReturnValues:
        """Create the mapping."""
        mapping = place.call(
            "lambda", "create_event_source_mapping", Tags=tag_map(self.tags), **self.request("tags")
        )
        return ReturnValues(
            mapping["UUID"],
            {"Id": mapping["UUID"], "EventSourceMappingArn": mapping["EventSourceMappingArn"]},
        )
