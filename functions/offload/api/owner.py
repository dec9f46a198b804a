"""Who calls: the owner of the jobs, from the identity that API Gateway has verified.

The same rule stands in the API's request templates, which put the owner on the intake queue.
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""

from enum import StrEnum

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent


class OwnerFrom(StrEnum):
    """Which part of the caller's identity owns the jobs."""

    PRINCIPAL = "principal"  # the unique id of an IAM user or role
    SESSION = "session"  # a role's id with its session name, where one role serves many people
    COGNITO = "cognito"  # the subject of a Cognito user


def owner_of(event: APIGatewayProxyEvent, rule: OwnerFrom) -> str:
    """Return the owner that an authorized request speaks for.

    Raises KeyError where API Gateway vouches for nobody: the route lacks its authorizer, our mistake.
    """
    if rule is OwnerFrom.COGNITO:
        return str(event["requestContext"]["authorizer"]["claims"]["sub"])
    user = event["requestContext"]["identity"]["user"]
    if not user:
        raise KeyError("requestContext.identity.user")
    return str(user) if rule is OwnerFrom.SESSION else str(user).split(":")[0]
