"""How the API's stage logs, measures and throttles."""

import json

from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_logs as logs

from infra.settings import Settings

ACCESS_LOG = {
    "request_id": "$context.requestId",
    "time": "$context.requestTime",
    "caller": "$context.identity.user",
    "method": "$context.httpMethod",
    "path": "$context.path",
    "resource": "$context.resourcePath",
    "status": "$context.status",
    "latency_ms": "$context.responseLatency",
    "integration_status": "$context.integration.status",
    "error": "$context.error.responseType",
    "trace": "$context.xrayTraceId",
}
"""https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html"""


def stage_options(settings: Settings, access_log: logs.ILogGroup) -> apigateway.StageOptions:
    """The options of the one stage an API has."""
    return apigateway.StageOptions(
        stage_name=settings.stage,
        access_log_destination=apigateway.LogGroupLogDestination(access_log),
        access_log_format=apigateway.AccessLogFormat.custom(json.dumps(ACCESS_LOG, separators=(",", ":"))),
        logging_level=apigateway.MethodLoggingLevel.ERROR,
        # Payloads stay out of the logs.
        data_trace_enabled=False,
        metrics_enabled=True,
        tracing_enabled=True,
        throttling_rate_limit=settings.throttling_rate,
        throttling_burst_limit=settings.throttling_burst,
    )
