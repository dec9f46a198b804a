"""Who may call: signatures, tokens, deciding functions; and browsers, which ask first."""

from typing import Any

import pytest

from tests.conformance.apigateway.rest_api import SETTLING, RestApi
from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour

GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide"
PREFLIGHT = {
    "responseParameters": {
        "method.response.header.Access-Control-Allow-Headers": "'Content-Type,Authorization'",
        "method.response.header.Access-Control-Allow-Methods": "'GET,OPTIONS'",
        "method.response.header.Access-Control-Allow-Origin": "'https://example.com'",
    }
}
DECIDES = """
def handle(event, context):
    token = event["authorizationToken"]
    if token == "unknown":
        raise Exception("Unauthorized")
    policy = {
        "Version": "2012-10-17",
        "Statement": [{"Action": "execute-api:Invoke", "Effect": token, "Resource": event["methodArn"]}],
    }
    return {"principalId": "someone", "policyDocument": policy, "context": {"level": 3}}
"""


@behaviour(
    f"{GUIDE}/permissions.html",
    "authorizationType AWS_IAM: to require that the caller submit the user's credentials to be "
    "authenticated.",
)
def test_a_method_of_iam_takes_signed_requests_only(aws: Aws) -> None:
    api = RestApi(aws)
    api.mock("GET", "/me", "$context.identity.userArn", authorizationType="AWS_IAM")
    api.deploy()

    unsigned, signed = api.call("GET", "/me"), api.call("GET", "/me", signed=True)

    assert (unsigned.status_code, unsigned.json()) == (403, {"message": "Missing Authentication Token"})
    assert signed.status_code == 200
    assert signed.text.startswith("arn:aws:")


@behaviour(
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-signing.html",
    "When an AWS service receives an authenticated request, it recreates the signature using the "
    "authentication information contained in the request. If the signatures match, the service "
    "processes the request. Otherwise, it rejects the request.",
)
def test_a_request_changed_after_signing_is_refused(aws: Aws) -> None:
    api = RestApi(aws)
    api.mock("GET", "/me", "ok", authorizationType="AWS_IAM")
    api.deploy()

    with aws.http(signed=True) as http:
        signed = http.get(aws.invoke_url(api.id, "test") + "/me?size=1")
    with aws.http() as http:
        headers = {
            name: value
            for name, value in signed.request.headers.items()
            if name.lower() == "authorization" or name.lower().startswith("x-amz-")
        }
        replayed = http.get(aws.invoke_url(api.id, "test") + "/me?size=2", headers=headers)

    assert (signed.status_code, replayed.status_code) == (200, 403)
    assert replayed.headers["x-amzn-ErrorType"] == "InvalidSignatureException"


@behaviour(
    f"{GUIDE}/how-to-cors.html",
    "For a mock integration, you enable CORS by creating an OPTIONS method to return the required "
    "response headers (with appropriate static values) as the method response headers.",
)
def test_a_browser_s_preflight_needs_no_signature(aws: Aws) -> None:
    api = RestApi(aws)
    api.mock("GET", "/me", "ok", authorizationType="AWS_IAM")
    api.mock("OPTIONS", "/me", response=PREFLIGHT)
    api.deploy()
    asks = {"Origin": "https://example.com", "Access-Control-Request-Method": "GET"}

    response = api.call("OPTIONS", "/me", headers=asks)

    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "https://example.com"
    assert response.headers["Access-Control-Allow-Methods"] == "GET,OPTIONS"


@behaviour(
    f"{GUIDE}/apigateway-enable-cognito-user-pool.html",
    "With the COGNITO_USER_POOLS authorizer, if the OAuth Scopes option isn't specified, API Gateway "
    "treats the supplied token as an identity token and verifies the claimed identity against the one "
    "from the user pool.",
)
def test_a_user_pool_s_token_lets_its_owner_in(aws: Aws) -> None:
    api, pools = RestApi(aws), aws.client("cognito-idp")
    pool = pools.create_user_pool(PoolName=aws.unique("pool"))["UserPool"]
    client = pools.create_user_pool_client(
        UserPoolId=pool["Id"], ClientName="web", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    pools.admin_create_user(UserPoolId=pool["Id"], Username="ann")
    pools.admin_set_user_password(
        UserPoolId=pool["Id"], Username="ann", Password="Secret-12345", Permanent=True
    )
    tokens = pools.admin_initiate_auth(
        UserPoolId=pool["Id"],
        ClientId=client,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "ann", "PASSWORD": "Secret-12345"},
    )["AuthenticationResult"]
    authorizer = api.control.create_authorizer(
        restApiId=api.id,
        name="pool",
        type="COGNITO_USER_POOLS",
        providerARNs=[f"arn:aws:cognito-idp:{aws.region}:{aws.account}:userpool/{pool['Id']}"],
        identitySource="method.request.header.Authorization",
    )
    by_pool: Any = {"authorizationType": "COGNITO_USER_POOLS", "authorizerId": authorizer["id"]}
    api.mock("GET", "/me", "$context.authorizer.claims['cognito:username']", **by_pool)
    api.deploy()

    known = api.call("GET", "/me", headers={"Authorization": tokens["IdToken"]})
    refused = [
        api.call("GET", "/me", headers=headers)
        for headers in ({}, {"Authorization": "no.token.atall"}, {"Authorization": tokens["AccessToken"]})
    ]
    pools.delete_user_pool(UserPoolId=pool["Id"])

    assert (known.status_code, known.text) == (200, "ann")
    for response in refused:
        assert (response.status_code, response.json()) == (401, {"message": "Unauthorized"})


@behaviour(
    f"{GUIDE}/apigateway-use-lambda-authorizer.html",
    "If access is denied, API Gateway returns a suitable HTTP status code, such as 403 ACCESS_DENIED. "
    'callback("Unauthorized"): Return a 401 Unauthorized response.',
)
@pytest.mark.parametrize(("token", "status"), [("Allow", 200), ("Deny", 403), ("unknown", 401), (None, 401)])
def test_a_function_decides_who_may_call(aws: Aws, token: str | None, status: int) -> None:
    api = RestApi(aws)
    authorizer = api.control.create_authorizer(
        restApiId=api.id,
        name="decides",
        type="TOKEN",
        authorizerUri=api.function_uri(aws.function(DECIDES)),
        identitySource="method.request.header.Token",
        authorizerResultTtlInSeconds=0,
    )
    by_function: Any = {"authorizationType": "CUSTOM", "authorizerId": authorizer["id"]}
    api.mock("GET", "/me", "$context.authorizer.principalId $context.authorizer.level", **by_function)
    api.deploy()
    aws.wait(SETTLING)

    response = api.call("GET", "/me", headers={"Token": token} if token else {})

    assert response.status_code == status
    if status == 200:
        assert response.text == "someone 3"
