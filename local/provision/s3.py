"""Amazon S3: buckets and their policies."""

from typing import ClassVar

from pydantic import Field, JsonValue

from local.assembly import ReturnValues
from local.provision.properties import Properties, Tag, Text, deploy_only
from local.provision.resource_type import Place, ResourceType, document
from local.provision.s3_notifications import NotificationConfiguration


class Setting(Properties):
    """A setting of a bucket, which S3 takes through an operation of its own.

    Attributes:
        operation: the boto3 operation.
        parameter: of the operation, that takes the setting.
    """

    operation: ClassVar[str]
    parameter: ClassVar[str]


class EncryptionDefault(Properties):
    """How an object is encrypted that does not say."""

    sse_algorithm: str = Field(alias="SSEAlgorithm")
    kms_master_key_id: str | None = Field(default=None, alias="KMSMasterKeyID")


class EncryptionRule(Properties):
    """A rule of the bucket's encryption."""

    server_side_encryption_by_default: EncryptionDefault = Field(
        validation_alias="ServerSideEncryptionByDefault",
        serialization_alias="ApplyServerSideEncryptionByDefault",
    )
    bucket_key_enabled: bool | None = None


class Encryption(Setting):
    """The bucket's encryption."""

    operation = "put_bucket_encryption"
    parameter = "ServerSideEncryptionConfiguration"
    rules: list[EncryptionRule] = Field(
        validation_alias="ServerSideEncryptionConfiguration", serialization_alias="Rules"
    )


class CorsRule(Properties):
    """What a web page of another origin may do."""

    id: Text | None = Field(default=None, validation_alias="Id", serialization_alias="ID")
    allowed_headers: list[str] | None = None
    allowed_methods: list[str]
    allowed_origins: list[str]
    exposed_headers: list[str] | None = Field(
        default=None, validation_alias="ExposedHeaders", serialization_alias="ExposeHeaders"
    )
    max_age: int | None = Field(default=None, validation_alias="MaxAge", serialization_alias="MaxAgeSeconds")


class Cors(Setting):
    """The bucket's answers to pages of other origins."""

    operation = "put_bucket_cors"
    parameter = "CORSConfiguration"
    cors_rules: list[CorsRule] = Field(validation_alias="CorsRules", serialization_alias="CORSRules")


class NoncurrentVersionExpiration(Properties):
    """When a version goes that is no longer the current one."""

    noncurrent_days: int
    newer_noncurrent_versions: int | None = None


class AbortIncompleteMultipartUpload(Properties):
    """When an upload goes that was not finished."""

    days_after_initiation: int


class LifecycleRule(Properties):
    """What becomes of objects with age."""

    id: Text | None = Field(default=None, validation_alias="Id", serialization_alias="ID")
    status: str
    prefix: str = ""
    expiration_in_days: int | None = None
    expired_object_delete_marker: bool | None = None
    noncurrent_version_expiration: NoncurrentVersionExpiration | None = None
    abort_incomplete_multipart_upload: AbortIncompleteMultipartUpload | None = None

    def request(self, *without: str) -> dict[str, JsonValue]:
        """Return the rule with the API's two objects, Filter and Expiration, which the template has flat."""
        request = super().request("prefix", "expiration_in_days", "expired_object_delete_marker", *without)
        request["Filter"] = {"Prefix": self.prefix}
        if self.expiration_in_days is not None:
            request["Expiration"] = {"Days": self.expiration_in_days}
        elif self.expired_object_delete_marker is not None:
            request["Expiration"] = {"ExpiredObjectDeleteMarker": self.expired_object_delete_marker}
        return request


class Lifecycle(Setting):
    """The bucket's lifecycle rules."""

    operation = "put_bucket_lifecycle_configuration"
    parameter = "LifecycleConfiguration"
    rules: list[LifecycleRule]

    def request(self, *without: str) -> dict[str, JsonValue]:
        """Return the rules in the API's terms."""
        return {"Rules": [rule.request(*without) for rule in self.rules]}


class OwnershipRule(Properties):
    """Who owns an object."""

    object_ownership: str


class Ownership(Setting):
    """The bucket's rule of ownership."""

    operation = "put_bucket_ownership_controls"
    parameter = "OwnershipControls"
    rules: list[OwnershipRule]


class PublicAccessBlock(Setting):
    """Which public access is refused."""

    operation = "put_public_access_block"
    parameter = "PublicAccessBlockConfiguration"
    block_public_acls: bool | None = None
    block_public_policy: bool | None = None
    ignore_public_acls: bool | None = None
    restrict_public_buckets: bool | None = None


class Versioning(Setting):
    """Whether the bucket keeps old versions."""

    operation = "put_bucket_versioning"
    parameter = "VersioningConfiguration"
    status: str


class PartitionedPrefix(Properties):
    """Which date names an access log's folder."""

    partition_date_source: str | None = None


class KeyFormat(Properties):
    """How the objects of an access log are named."""

    partitioned_prefix: PartitionedPrefix | None = None
    simple_prefix: dict[str, JsonValue] | None = None


class AccessLog(Properties):
    """Where the bucket's access log lies."""

    destination_bucket_name: str | None = None
    log_file_prefix: str | None = None
    target_object_key_format: KeyFormat | None = None


class Bucket(ResourceType):
    """AWS::S3::Bucket."""

    bucket_name: Text | None = None
    bucket_encryption: Encryption | None = None
    cors_configuration: Cors | None = None
    lifecycle_configuration: Lifecycle | None = None
    notification_configuration: NotificationConfiguration | None = None
    ownership_controls: Ownership | None = None
    public_access_block_configuration: PublicAccessBlock | None = None
    versioning_configuration: Versioning | None = None
    tags: list[Tag] | None = None
    logging_configuration: AccessLog | None = deploy_only("nobody reads the access log of a local bucket")

    def create(self, place: Place) -> ReturnValues:
        """Create the bucket, then apply its settings one by one."""
        name = self.bucket_name or place.name(63).lower()
        region = place.assembly.environment.region
        where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        place.call("s3", "create_bucket", Bucket=name, **where)
        for setting in (
            self.bucket_encryption,
            self.cors_configuration,
            self.lifecycle_configuration,
            self.ownership_controls,
            self.public_access_block_configuration,
            self.versioning_configuration,
        ):
            if setting is not None:
                place.call("s3", setting.operation, Bucket=name, **{setting.parameter: setting.request()})
        if self.notification_configuration is not None:
            place.call(
                "s3",
                "put_bucket_notification_configuration",
                Bucket=name,
                NotificationConfiguration=self.notification_configuration.request(),
            )
        if self.tags:
            tags = [tag.request() for tag in self.tags]
            place.call("s3", "put_bucket_tagging", Bucket=name, Tagging={"TagSet": tags})
        attributes: dict[str, JsonValue] = {
            "Arn": f"arn:aws:s3:::{name}",
            "DomainName": f"{name}.s3.amazonaws.com",
            "DualStackDomainName": f"{name}.s3.dualstack.{region}.amazonaws.com",
            "RegionalDomainName": f"{name}.s3.{region}.amazonaws.com",
        }
        return ReturnValues(name, attributes)


class BucketPolicy(ResourceType):
    """AWS::S3::BucketPolicy."""

    unique = False
    bucket: str
    policy_document: JsonValue

    def create(self, place: Place) -> ReturnValues:
        """Give the bucket the policy."""
        place.call("s3", "put_bucket_policy", Bucket=self.bucket, Policy=document(self.policy_document))
        return ReturnValues(self.bucket, {})
