"""Amazon DynamoDB: tables, declared as `Table` or, as the CDK's TableV2 does, as a `GlobalTable`."""

from pydantic import Field, JsonValue

from local.assembly import ReturnValues
from local.provision.dynamodb_capacity import (
    ContributorInsights,
    MaximumReads,
    MaximumWrites,
    OnDemandThroughput,
    ReadThroughput,
    WarmThroughput,
    WriteThroughput,
)
from local.provision.errors import NotCreated
from local.provision.properties import Properties, Tag, Text, deploy_only
from local.provision.resource_type import Place, ResourceType

_CAPACITY = "moto throttles nothing, whatever capacity a table has"
_STATISTICS = "statistics about keys, for people to look at"
_STORAGE = "a price for storage"


class AttributeDefinition(Properties):
    """The type of a key attribute."""

    attribute_name: Text
    attribute_type: str


class KeyElement(Properties):
    """One attribute of a key."""

    attribute_name: Text
    key_type: str


class Projection(Properties):
    """What an index holds beside the keys."""

    projection_type: str | None = None
    non_key_attributes: list[Text] | None = None


class Throughput(Properties):
    """Provisioned capacity, in units a second."""

    read_capacity_units: int
    write_capacity_units: int


class Index(Properties):
    """A secondary index, global or local."""

    index_name: Text
    key_schema: list[KeyElement]
    projection: Projection
    provisioned_throughput: Throughput | None = None
    contributor_insights_specification: ContributorInsights | None = deploy_only(_STATISTICS)
    on_demand_throughput: OnDemandThroughput | None = deploy_only(_CAPACITY)
    warm_throughput: WarmThroughput | None = deploy_only(_CAPACITY)
    write_on_demand_throughput_settings: MaximumWrites | None = deploy_only(_CAPACITY)
    write_provisioned_throughput_settings: WriteThroughput | None = deploy_only(_CAPACITY)


class TimeToLive(Properties):
    """Which attribute says when an item may go."""

    attribute_name: Text
    enabled: bool


class PointInTimeRecovery(Properties):
    """Continuous backups."""

    point_in_time_recovery_enabled: bool
    recovery_period_in_days: int | None = None


class Encryption(Properties):
    """Encryption at rest."""

    sse_enabled: bool = Field(validation_alias="SSEEnabled", serialization_alias="Enabled")
    sse_type: str | None = Field(default=None, alias="SSEType")
    kms_master_key_id: str | None = Field(default=None, alias="KMSMasterKeyId")


class Stream(Properties):
    """What the table's stream tells of each change."""

    stream_view_type: str


class _AnyTable(ResourceType):
    attribute_definitions: list[AttributeDefinition]
    key_schema: list[KeyElement]
    billing_mode: str = "PROVISIONED"
    global_secondary_indexes: list[Index] | None = None
    local_secondary_indexes: list[Index] | None = None
    stream_specification: Stream | None = None
    table_name: Text | None = None
    time_to_live_specification: TimeToLive | None = None
    warm_throughput: WarmThroughput | None = deploy_only(_CAPACITY)

    def _create(
        self,
        place: Place,
        *,
        request: dict[str, JsonValue],
        recovery: PointInTimeRecovery | None,
    ) -> ReturnValues:
        """Create the table, then what CreateTable does not take."""
        name = self.table_name or place.name(255)
        request = {**request, "TableName": name}
        if self.stream_specification is not None:
            view = self.stream_specification.stream_view_type
            request["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": view}
        table = place.call("dynamodb", "create_table", **request)["TableDescription"]
        if self.time_to_live_specification is not None:
            expiry = self.time_to_live_specification.request()
            place.call("dynamodb", "update_time_to_live", TableName=name, TimeToLiveSpecification=expiry)
        if recovery is not None:
            place.call(
                "dynamodb",
                "update_continuous_backups",
                TableName=name,
                PointInTimeRecoverySpecification=recovery.request(),
            )
        attributes = {"Arn": table["TableArn"]}
        if self.stream_specification is not None:
            attributes["StreamArn"] = table["LatestStreamArn"]
        return ReturnValues(name, attributes)


class Table(_AnyTable):
    """AWS::DynamoDB::Table."""

    deletion_protection_enabled: bool | None = None
    point_in_time_recovery_specification: PointInTimeRecovery | None = None
    provisioned_throughput: Throughput | None = None
    sse_specification: Encryption | None = Field(default=None, alias="SSESpecification")
    tags: list[Tag] | None = None
    contributor_insights_specification: ContributorInsights | None = deploy_only(_STATISTICS)
    on_demand_throughput: OnDemandThroughput | None = deploy_only(_CAPACITY)
    table_class: JsonValue = deploy_only(_STORAGE)

    def create(self, place: Place) -> ReturnValues:
        """Create the table."""
        request = self.request("time_to_live_specification", "point_in_time_recovery_specification")
        return self._create(place, request=request, recovery=self.point_in_time_recovery_specification)


class ReplicaIndex(Properties):
    """A global secondary index in one replica."""

    index_name: JsonValue = deploy_only("says which index the settings beside it are for")
    contributor_insights_specification: ContributorInsights | None = deploy_only(_STATISTICS)
    read_on_demand_throughput_settings: MaximumReads | None = deploy_only(_CAPACITY)
    read_provisioned_throughput_settings: ReadThroughput | None = deploy_only(_CAPACITY)


class ReplicaEncryption(Properties):
    """The key of one replica."""

    kms_master_key_id: str = Field(alias="KMSMasterKeyId")


class Replica(Properties):
    """A global table's settings in one region."""

    region: str
    deletion_protection_enabled: bool | None = None
    point_in_time_recovery_specification: PointInTimeRecovery | None = None
    tags: list[Tag] | None = None
    global_secondary_indexes: list[ReplicaIndex] | None = None
    sse_specification: ReplicaEncryption | None = deploy_only(
        "the replica's key; nothing is encrypted", alias="SSESpecification"
    )
    contributor_insights_specification: ContributorInsights | None = deploy_only(_STATISTICS)
    read_on_demand_throughput_settings: MaximumReads | None = deploy_only(_CAPACITY)
    read_provisioned_throughput_settings: ReadThroughput | None = deploy_only(_CAPACITY)
    table_class: JsonValue = deploy_only(_STORAGE)


class GlobalTable(_AnyTable):
    """AWS::DynamoDB::GlobalTable."""

    replicas: list[Replica] = Field(min_length=1, max_length=1)
    sse_specification: Encryption | None = Field(default=None, alias="SSESpecification")
    write_on_demand_throughput_settings: MaximumWrites | None = deploy_only(_CAPACITY)

    def create(self, place: Place) -> ReturnValues:
        """Create the only replica as a table of its own."""
        (replica,) = self.replicas
        if replica.region != place.assembly.environment.region:
            raise NotCreated(
                place.resource, f"its replica is in {replica.region}, where nothing runs locally"
            )
        request = self.request("time_to_live_specification", "replicas")
        request |= replica.request(
            "region", "point_in_time_recovery_specification", "global_secondary_indexes"
        )
        return self._create(place, request=request, recovery=replica.point_in_time_recovery_specification)
