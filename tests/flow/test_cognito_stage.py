"""A stage whose settings choose a user pool: callers send its tokens, and own what they submit."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local.stack import LocalStack
from local.user_pools import PASSWORD
from tests.infra.synthesis import synthesize

TEA = {
    "items": [{"sku": "TEAPOT-1L", "quantity": 1}],
    "currency": "EUR",
    "card_token": "tok_approve",
    "ship_to": {
        "name": "Ada Byron",
        "street": "12 St James's Square",
        "city": "London",
        "postcode": "SW1Y 4JH",
        "country": "GB",
    },
}
POOL_ID = "us-east-1_pool"
POOL = f"arn:aws:cognito-idp:us-east-1:123456789012:userpool/{POOL_ID}"


@pytest.fixture
def cognito_stack(tmp_path: Path) -> Iterator[LocalStack]:
    settings = {"authorizer": "cognito", "cognito_user_pool_arn": POOL}
    with LocalStack(synthesize(tmp_path, settings=settings).outdir) as stack:
        yield stack


def token_of(stack: LocalStack, user: str) -> dict[str, str]:
    """Ask the pool for a user's identity token, as an app does; return the header that carries it."""
    pools = stack.client("cognito-idp")
    (web,) = pools.list_user_pool_clients(UserPoolId=POOL_ID, MaxResults=10)["UserPoolClients"]
    tokens = pools.initiate_auth(
        ClientId=web["ClientId"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": user, "PASSWORD": PASSWORD},
    )["AuthenticationResult"]
    return {"Authorization": tokens["IdToken"]}


def test_a_token_submits_and_nobody_else_s_token_reads(cognito_stack: LocalStack) -> None:
    http = cognito_stack.http()
    alice, bob = (token_of(cognito_stack, name) for name in ("alice", "bob"))

    accepted = http.post("/jobs/order", json=TEA, headers=alice)
    cognito_stack.settle()
    href = accepted.json()["href"]

    assert accepted.status_code == 202, accepted.text
    assert http.get(href, headers=alice).json()["type"] == "order"
    assert http.get(href, headers=bob).status_code == 404
    assert http.get("/approvals", headers=bob).status_code == 403, "bob is in no group"
    carol = token_of(cognito_stack, "carol")
    assert http.get("/approvals", headers=carol).json() == {"waiting": []}
    assert http.get("/deliveries", headers=carol).status_code == 403, "nor is she a carrier"
    refused = http.get(href)
    assert (refused.status_code, refused.json()["title"]) == (401, "Unauthorized")
