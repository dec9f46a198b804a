"""The capacity of a DynamoDB table and statistics about it: read, so that a mistake shows, and ignored."""

from local.provision.properties import Properties


class ContributorInsights(Properties):
    """Statistics about the most used keys."""

    enabled: bool
    mode: str | None = None


class OnDemandThroughput(Properties):
    """The most an on-demand table may use, in units a second."""

    max_read_request_units: int | None = None
    max_write_request_units: int | None = None


class WarmThroughput(Properties):
    """What a table is ready for at once, in units a second."""

    read_units_per_second: int | None = None
    write_units_per_second: int | None = None


class TargetTracking(Properties):
    """How full capacity is to be, in percent."""

    disable_scale_in: bool | None = None
    scale_in_cooldown: int | None = None
    scale_out_cooldown: int | None = None
    target_value: float


class AutoScaling(Properties):
    """Within which bounds, in units a second, capacity follows its use."""

    max_capacity: int
    min_capacity: int
    seed_capacity: int | None = None
    target_tracking_scaling_policy_configuration: TargetTracking


class WriteThroughput(Properties):
    """How a global table's writes are provisioned."""

    write_capacity_auto_scaling_settings: AutoScaling | None = None


class ReadThroughput(Properties):
    """How one replica's reads are provisioned."""

    read_capacity_auto_scaling_settings: AutoScaling | None = None
    read_capacity_units: int | None = None


class MaximumWrites(Properties):
    """The most an on-demand global table may write, in units a second."""

    max_write_request_units: int | None = None


class MaximumReads(Properties):
    """The most one replica of an on-demand global table may read, in units a second."""

    max_read_request_units: int | None = None
