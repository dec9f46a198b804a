"""Callers whom a user pool or a function of the API's own knows."""

import json
from typing import Any

import pytest

from local.stack import LocalStack
from tests.flow.local.gateway.rest_api import HandmadeApi
from tests.flow.local.handmade import Handmade

PASSWORD = "Secret-12345"
DECIDES = """
def handle(event, context):
    print(event["type"], event.get("authorizationToken"), event.get("path"))
    who = event.get("authorizationToken") or event["headers"]["Who"]
    if who == "broken":
        return {"principalId": "x"}
    if who == "fails":
        raise ValueError("not today")
    allowed = event["methodArn"].replace("/GET/", "/*/")
    statements = [
        {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": allowed},
        {"Action": "execute-api:Invoke", "Effect": "Deny", "Resource": "*/DELETE/*"},
    ]
    return {
        "principalId": who,
        "policyDocument": {"Version": "2012-10-17", "Statement": statements},
        "context": {"level": 3, "admin": True},
        "usageIdentifierKey": "key-of-" + who + "-which-is-long",
    }
"""


class Pool:
    """A user pool with one user, Ann."""

    def __init__(self, stack: LocalStack) -> None:
        self._pools = stack.client("cognito-idp")
        self._id = self._pools.create_user_pool(PoolName="pool")["UserPool"]["Id"]
        web = self._pools.create_user_pool_client(UserPoolId=self._id, ClientName="web")
        self._client = web["UserPoolClient"]["ClientId"]
        self._pools.admin_create_user(UserPoolId=self._id, Username="ann")
        self._pools.admin_set_user_password(
            UserPoolId=self._id, Username="ann", Password=PASSWORD, Permanent=True
        )

    @property
    def arn(self) -> str:
        return f"arn:aws:cognito-idp:us-east-1:123456789012:userpool/{self._id}"

    def subject(self) -> str:
        """Return the id that the pool gave Ann."""
        attributes = self._pools.admin_get_user(UserPoolId=self._id, Username="ann")["UserAttributes"]
        return next(str(each["Value"]) for each in attributes if each["Name"] == "sub")

    def tokens(self) -> dict[str, str]:
        """Return Ann's tokens, new ones."""
        answer = self._pools.admin_initiate_auth(
            UserPoolId=self._id,
            ClientId=self._client,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "ann", "PASSWORD": PASSWORD},
        )
        tokens: dict[str, str] = answer["AuthenticationResult"]
        return tokens


@pytest.fixture
def pool(handmade: Handmade) -> Pool:
    return Pool(handmade.stack)


def guard(api: HandmadeApi, pool: Pool, **method: Any) -> None:
    """Let GET /me want tokens of the pool."""
    authorizer = api.control.create_authorizer(
        restApiId=api.id,
        name="pool",
        type="COGNITO_USER_POOLS",
        providerARNs=[pool.arn],
        identitySource="method.request.header.Authorization",
    )
    by_pool = {"authorizationType": "COGNITO_USER_POOLS", "authorizerId": authorizer["id"]}
    api.mock("GET", "/me", "$context.authorizer.claims.sub", **(by_pool | method))
    api.deploy()


def call_with(api: HandmadeApi, token: str) -> tuple[int, str]:
    """Return the status and the body of GET /me."""
    response = api.call("GET", "/me", headers={"Authorization": token})
    return response.status, response.body.decode()


@pytest.mark.parametrize("prefix", ["", "Bearer "])
def test_a_token_tells_whose_it_is(api: HandmadeApi, pool: Pool, prefix: str) -> None:
    guard(api, pool)

    assert call_with(api, prefix + pool.tokens()["IdToken"]) == (200, pool.subject())


def test_a_token_ends(api: HandmadeApi, pool: Pool) -> None:
    guard(api, pool)
    token = pool.tokens()["IdToken"]
    api.stack.clock.advance(hours=1)

    status, body = call_with(api, token)

    assert (status, json.loads(body)) == (401, {"message": "The incoming token has expired"})


def test_a_token_of_another_pool_does_not_count(api: HandmadeApi, pool: Pool) -> None:
    guard(api, pool)

    assert call_with(api, Pool(api.stack).tokens()["IdToken"])[0] == 401


def test_a_method_with_scopes_wants_an_access_token_that_has_one(api: HandmadeApi, pool: Pool) -> None:
    guard(api, pool, authorizationScopes=["jobs/read"])
    tokens = pool.tokens()

    assert call_with(api, tokens["IdToken"])[0] == 401
    assert call_with(api, tokens["AccessToken"])[0] == 403


def decided(api: HandmadeApi, handmade: Handmade, **authorizer: Any) -> HandmadeApi:
    """Return the API with a function that decides on /me/{id}."""
    arn = handmade.function("decides", DECIDES)
    made = api.control.create_authorizer(
        restApiId=api.id,
        **({"name": "decides", "type": "TOKEN", "identitySource": "method.request.header.Who"} | authorizer),
        authorizerUri=f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arn}/invocations",
    )
    api.stack.client("lambda").add_permission(
        FunctionName="decides",
        StatementId="gateway",
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
        SourceArn=f"arn:aws:execute-api:us-east-1:123456789012:{api.id}/authorizers/{made['id']}",
    )
    for verb in ("GET", "PUT", "DELETE"):
        api.mock(
            verb,
            "/me/{id}",
            "$context.authorizer.principalId $context.authorizer.level $context.authorizer.admin",
            authorizationType="CUSTOM",
            authorizerId=made["id"],
        )
    return api.deploy()


def call(api: HandmadeApi, who: str, verb: str = "GET", path: str = "/me/1") -> tuple[int, str]:
    response = api.call(verb, path, headers={"Who": who})
    return response.status, response.body.decode()


def test_a_verdict_is_kept_and_holds_for_all_methods_it_speaks_of(
    api: HandmadeApi, handmade: Handmade
) -> None:
    decided(api, handmade, authorizerResultTtlInSeconds=60)

    assert call(api, "ann") == (200, "ann 3 true")
    assert call(api, "ann", "PUT") == (200, "ann 3 true")
    assert call(api, "ann", path="/me/2")[0] == 403
    status, body = call(api, "ann", "DELETE")
    assert (status, "explicit deny" in body) == (403, True)
    assert handmade.printed("decides") == ["TOKEN ann None"]
    api.stack.clock.advance(minutes=1)
    assert call(api, "ann", path="/me/2")[0] == 200
    assert len(handmade.printed("decides")) == 2


def test_a_request_authorizer_sees_the_request(api: HandmadeApi, handmade: Handmade) -> None:
    decided(api, handmade, type="REQUEST", authorizerResultTtlInSeconds=0)

    assert call(api, "ann") == (200, "ann 3 true")
    assert handmade.printed("decides") == ["REQUEST None /me/1"]


def test_a_token_of_the_wrong_form_never_reaches_the_function(api: HandmadeApi, handmade: Handmade) -> None:
    decided(api, handmade, identityValidationExpression="[a-z]+")

    assert call(api, "Ann!") == (401, '{"message":"Unauthorized"}')
    assert handmade.printed("decides") == []


@pytest.mark.parametrize(
    ("who", "error"),
    [("broken", "AuthorizerConfigurationException"), ("fails", "AuthorizerFailureException")],
)
def test_a_function_that_gives_no_verdict_is_an_error_of_the_api(
    api: HandmadeApi, handmade: Handmade, who: str, error: str
) -> None:
    decided(api, handmade)

    response = api.call("GET", "/me/1", headers={"Who": who})

    assert (response.status, response.header("x-amzn-ErrorType")) == (500, error)


def test_the_function_can_name_the_key_for_usage_plans(api: HandmadeApi, handmade: Handmade) -> None:
    patch = {"op": "replace", "path": "/apiKeySource", "value": "AUTHORIZER"}
    api.control.update_rest_api(restApiId=api.id, patchOperations=[patch])
    decided(api, handmade)
    (authorizer,) = api.control.get_authorizers(restApiId=api.id)["items"]
    api.mock(
        "GET",
        "/keyed",
        "$context.identity.apiKey",
        authorizationType="CUSTOM",
        authorizerId=authorizer["id"],
        apiKeyRequired=True,
    )
    api.deploy()
    plan = api.control.create_usage_plan(name="plan", apiStages=[{"apiId": api.id, "stage": "dev"}])
    key = api.control.create_api_key(name="ann", value="key-of-ann-which-is-long", enabled=True)
    api.control.create_usage_plan_key(usagePlanId=plan["id"], keyId=key["id"], keyType="API_KEY")

    assert call(api, "ann", path="/keyed") == (200, "key-of-ann-which-is-long")
    assert call(api, "bob", path="/keyed")[0] == 403
