"""What API Gateway says when it refuses a request itself, as problem details.

These templates are not Velocity: variables are put in, nothing is computed.
https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
"""

from aws_cdk import aws_apigateway as apigateway

from infra.constructs.api.problem import MEDIA_TYPE, problem

UNSIGNED = (
    "The request is not signed, or there is no such resource or method. API Gateway answers both alike. "
    "Sign with Signature Version 4 for the service execute-api."
)

FIXED: dict[str, tuple[int, str]] = {
    "ACCESS_DENIED": (403, "The caller is not allowed to do this."),
    "BAD_REQUEST_PARAMETERS": (400, "A parameter of the request is missing or not valid."),
    "EXPIRED_TOKEN": (403, "The credentials that signed the request have expired."),
    "INTEGRATION_FAILURE": (503, "The service could not be reached. Repeat the request."),
    "INTEGRATION_TIMEOUT": (504, "The service did not answer in time. Repeat the request."),
    "INVALID_SIGNATURE": (403, "The signature does not fit the request, its time or its credentials."),
    "MISSING_AUTHENTICATION_TOKEN": (403, UNSIGNED),
    "QUOTA_EXCEEDED": (429, "The quota is used up."),
    "REQUEST_TOO_LARGE": (413, "The request is larger than the 10 MB the gateway takes."),
    "RESOURCE_NOT_FOUND": (404, "There is no such resource."),
    "THROTTLED": (429, "Too many requests. Wait, then repeat the request."),
    "UNAUTHORIZED": (401, "The request has no valid token."),
    "UNSUPPORTED_MEDIA_TYPE": (415, "A payload is sent as application/json."),
}

RETRY_LATER = frozenset({"INTEGRATION_FAILURE", "INTEGRATION_TIMEOUT", "THROTTLED"})


def add_gateway_responses(api: apigateway.RestApi) -> None:
    """Give every refusal of the gateway its status and a problem with words a caller can act on."""
    for name, (status, detail) in FIXED.items():
        _add(api, name, status, problem(status, detail))
    body = problem(400, "DETAIL").replace('"DETAIL"', "$context.error.messageString")
    _add(api, "BAD_REQUEST_BODY", 400, body[:-1] + ',"errors":["$context.error.validationErrorString"]}')
    for name in ("DEFAULT_4XX", "DEFAULT_5XX"):
        # It answers for many statuses, and keeps each.
        _add(api, name, None, '{"type":"about:blank","title":$context.error.messageString}')


def _add(api: apigateway.RestApi, name: str, status: int | None, template: str) -> None:
    headers = {"Content-Type": f"'{MEDIA_TYPE}'"}
    if name in RETRY_LATER:
        headers["Retry-After"] = "'5'"
    api.add_gateway_response(
        f"Response{name.title().replace('_', '')}",
        type=apigateway.ResponseType.of(name),
        status_code=None if status is None else str(status),
        response_headers=headers,
        templates={"application/json": template},
    )
