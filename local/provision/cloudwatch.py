"""Amazon CloudWatch: alarms and dashboards."""

from pydantic import Field, JsonValue

from local.assembly import ReturnValues
from local.provision.properties import Properties, Tag, Text, deploy_only
from local.provision.resource_type import Place, ResourceType, document


class Dimension(Properties):
    """A name and a value that tell a metric from its like."""

    name: Text
    value: Text


class Metric(Properties):
    """A metric."""

    dimensions: list[Dimension] | None = None
    metric_name: str
    namespace: str


class MetricStat(Properties):
    """A metric's statistic over a period, in seconds."""

    metric: Metric
    period: int
    stat: str
    unit: str | None = None


class MetricDataQuery(Properties):
    """One of the values an alarm computes with."""

    account_id: Text | None = None
    expression: str | None = None
    id: Text
    label: str | None = None
    metric_stat: MetricStat | None = None
    period: int | None = None
    return_data: bool | None = None


class Alarm(ResourceType):
    """AWS::CloudWatch::Alarm."""

    actions_enabled: bool = True
    alarm_actions: list[str] | None = None
    alarm_description: Text | None = None
    alarm_name: Text | None = None
    comparison_operator: str
    datapoints_to_alarm: int | None = None
    dimensions: list[Dimension] | None = None
    evaluate_low_sample_count_percentile: str | None = None
    evaluation_periods: int
    extended_statistic: str | None = None
    insufficient_data_actions: list[str] | None = None
    metric_name: str | None = None
    metrics: list[MetricDataQuery] | None = None
    namespace: str | None = None
    ok_actions: list[str] | None = Field(default=None, alias="OKActions")
    period: int | None = None
    statistic: str | None = None
    tags: list[Tag] | None = None
    threshold: float | None = None
    threshold_metric_id: str | None = None
    treat_missing_data: str | None = None
    unit: str | None = None

    def create(self, place: Place) -> ReturnValues:
        """Create the alarm."""
        name = self.alarm_name or place.name(255)
        place.call("cloudwatch", "put_metric_alarm", AlarmName=name, **self.request("alarm_name"))
        return ReturnValues(name, {"Arn": place.arn("cloudwatch", f"alarm:{name}")})


class Dashboard(ResourceType):
    """AWS::CloudWatch::Dashboard."""

    dashboard_body: JsonValue
    dashboard_name: Text | None = None
    tags: list[Tag] | None = deploy_only("nobody looks for a local dashboard by its tags")

    def create(self, place: Place) -> ReturnValues:
        """Create the dashboard."""
        name = self.dashboard_name or place.name(255)
        body = document(self.dashboard_body)
        place.call("cloudwatch", "put_dashboard", DashboardName=name, DashboardBody=body)
        return ReturnValues(name, {})
