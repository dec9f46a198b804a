"""Who may call a route where IAM does not say: the groups of a Cognito user.

With IAM a caller's policy names the methods they may call, and API Gateway refuses the rest before any
function runs. A user pool's token opens every method of the API; so there the function asks for the group.
https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html
"""

import os
from http import HTTPStatus

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from functions.offload.api.owner import OwnerFrom
from functions.offload.api.problem import Problem


def require_group(app: APIGatewayRestResolver, group: str) -> None:
    """Let the current request pass if IAM has let it, or if its Cognito user is in `group`.

    Raises:
        Problem: 403, the user is not.
    """
    if OwnerFrom(os.environ["OWNER_FROM"]) is not OwnerFrom.COGNITO:
        return
    claims = app.current_event["requestContext"]["authorizer"]["claims"]
    if group not in str(claims.get("cognito:groups", "")).split(","):
        raise Problem(HTTPStatus.FORBIDDEN, f"this is for members of the group {group!r} only")
