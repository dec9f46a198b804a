"""What API Gateway refuses by itself: the kinds of refusal, each with AWS's status, error name and words.

How a refusal is rendered is the API's own choice: `gateway_responses.py`.
https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
"""

#: Every type of gateway response.
RESPONSE_TYPES = frozenset(
    {
        "ACCESS_DENIED",
        "API_CONFIGURATION_ERROR",
        "AUTHORIZER_CONFIGURATION_ERROR",
        "AUTHORIZER_FAILURE",
        "BAD_REQUEST_BODY",
        "BAD_REQUEST_PARAMETERS",
        "DEFAULT_4XX",
        "DEFAULT_5XX",
        "EXPIRED_TOKEN",
        "INTEGRATION_FAILURE",
        "INTEGRATION_TIMEOUT",
        "INVALID_API_KEY",
        "INVALID_SIGNATURE",
        "MISSING_AUTHENTICATION_TOKEN",
        "QUOTA_EXCEEDED",
        "REQUEST_TOO_LARGE",
        "RESOURCE_NOT_FOUND",
        "THROTTLED",
        "UNAUTHORIZED",
        "UNSUPPORTED_MEDIA_TYPE",
        "WAF_FILTERED",
    }
)


class Refusal(Exception):
    """A request that no integration answers.

    Attributes:
        type: the gateway response type, such as BAD_REQUEST_BODY.
        status: its HTTP status, unless the API's gateway response sets another.
        error: the name in the header `x-amzn-ErrorType`.
        message: what `$context.error.message` says.
        validation_error: what `$context.error.validationErrorString` says.
    """

    def __init__(self, type: str, status: int, error: str, message: str, validation_error: str = "") -> None:
        super().__init__(f"{type}: {validation_error or message}")
        self.type = type
        self.status = status
        self.error = error
        self.message = message
        self.validation_error = validation_error


def missing_authentication_token() -> Refusal:
    """No signature, or no such resource or method: API Gateway answers all of them alike."""
    return Refusal(
        "MISSING_AUTHENTICATION_TOKEN",
        403,
        "MissingAuthenticationTokenException",
        "Missing Authentication Token",
    )


def invalid_signature(error: str, message: str) -> Refusal:
    """A signature that does not hold."""
    return Refusal("INVALID_SIGNATURE", 403, error, message)


def forbidden() -> Refusal:
    """A stage that does not exist, or that is not reached this way."""
    return Refusal("DEFAULT_4XX", 403, "ForbiddenException", "Forbidden")


def unauthorized(message: str = "Unauthorized") -> Refusal:
    """A caller whom an authorizer does not know."""
    return Refusal("UNAUTHORIZED", 401, "UnauthorizedException", message)


def access_denied(message: str = "User is not authorized to access this resource") -> Refusal:
    """A caller who is known, and may not."""
    return Refusal("ACCESS_DENIED", 403, "AccessDeniedException", message)


def authorizer_failure() -> Refusal:
    """An authorizer that could not be asked, or failed."""
    return Refusal("AUTHORIZER_FAILURE", 500, "AuthorizerFailureException", "Internal server error")


def authorizer_misconfigured() -> Refusal:
    """An authorizer that may not be asked, or whose answer is none."""
    return Refusal(
        "AUTHORIZER_CONFIGURATION_ERROR", 500, "AuthorizerConfigurationException", "Internal server error"
    )


def invalid_api_key() -> Refusal:
    """No API key, or none of a usage plan of the stage."""
    return Refusal("INVALID_API_KEY", 403, "ForbiddenException", "Forbidden")


def quota_exceeded() -> Refusal:
    """More requests than the usage plan gives a key for the period."""
    return Refusal("QUOTA_EXCEEDED", 429, "LimitExceededException", "Limit Exceeded")


def throttled() -> Refusal:
    """More requests at once than a usage plan, the stage or the account lets through."""
    return Refusal("THROTTLED", 429, "TooManyRequestsException", "Too Many Requests")


def request_too_large() -> Refusal:
    """A body over 10 MB. No gateway response of the API changes this one."""
    return Refusal("REQUEST_TOO_LARGE", 413, "RequestTooLargeException", "Request Too Long")


def missing_parameters(names: list[str]) -> Refusal:
    """Required parameters that are absent or blank."""
    message = f"Missing required request parameters: [{', '.join(names)}]"
    return Refusal("BAD_REQUEST_PARAMETERS", 400, "BadRequestException", message, message)


def invalid_body(validation_error: str) -> Refusal:
    """A body that does not fit its model."""
    return Refusal("BAD_REQUEST_BODY", 400, "BadRequestException", "Invalid request body", validation_error)


def unsupported_media_type() -> Refusal:
    """A body of a type that no template takes and that must not pass through."""
    return Refusal("UNSUPPORTED_MEDIA_TYPE", 415, "BadRequestException", "Unsupported Media Type")


def integration_timeout() -> Refusal:
    """An integration that has not answered in time."""
    return Refusal("INTEGRATION_TIMEOUT", 504, "InternalServerErrorException", "Endpoint request timed out")


def integration_failure(status: int) -> Refusal:
    """An integration that could not be reached or used."""
    return Refusal("INTEGRATION_FAILURE", status, "InternalServerErrorException", "Internal server error")


def api_configuration_error() -> Refusal:
    """An API that cannot do what its own definition says."""
    return Refusal("API_CONFIGURATION_ERROR", 500, "InternalServerErrorException", "Internal server error")


def internal_error(status: int = 500) -> Refusal:
    """Anything else that goes wrong behind the gateway; a malformed proxy response is a 502."""
    return Refusal("DEFAULT_5XX", status, "InternalServerErrorException", "Internal server error")
