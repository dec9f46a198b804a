import dataclasses
import json

import pytest
import time_machine
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local.gateway import Request
from local.users import User
from tests.flow.local.gateway.rest_api import ALICE, BOB, HOST, JSON, HandmadeApi, request

WHO = (
    '{"user":"$context.identity.user","arn":"$context.identity.userArn","key":"$context.identity.accessKey",'
    '"caller":"$context.identity.caller","account":"$context.identity.accountId"}'
)


@pytest.fixture
def who(api: HandmadeApi) -> HandmadeApi:
    """An API that says who the caller is."""
    for verb in ("GET", "POST"):
        api.mock(verb, "/who", WHO, authorizationType="AWS_IAM")
    return api.deploy()


@pytest.mark.parametrize("user", [ALICE, BOB])
def test_a_signed_request_is_known_by_its_caller(who: HandmadeApi, user: User) -> None:
    response = who.call("POST", "/who", '{"a":1}', headers=JSON, user=user)

    assert response.status == 200
    assert json.loads(response.body) == {
        "user": user.user_id,
        "arn": user.arn,
        "key": user.access_key,
        "caller": user.user_id,
        "account": "123456789012",
    }


def test_the_users_are_known_to_iam_under_their_ids_and_keys(who: HandmadeApi) -> None:
    iam = who.stack.client("iam")

    assert iam.get_user(UserName="alice")["User"]["UserId"] == ALICE.user_id
    assert iam.get_user(UserName="bob")["User"]["Arn"] == BOB.arn
    keys = iam.list_access_keys(UserName="alice")["AccessKeyMetadata"]
    assert [key["AccessKeyId"] for key in keys] == [ALICE.access_key]


@pytest.mark.parametrize("query", ["", "wait=5&limit=10", "b=2&a=1&a=0", "cursor=a%2Fb%3D%3D&empty=", "flag"])
def test_the_query_is_part_of_what_is_signed(who: HandmadeApi, query: str) -> None:
    signed = request("GET", "/who", query=query, user=ALICE)

    assert who.send(signed).status == 200
    assert who.send(dataclasses.replace(signed, query="wait=6")).status == 403


def test_a_signature_in_the_query_counts_as_well(who: HandmadeApi) -> None:
    signed = AWSRequest("GET", f"http://{HOST}/who?wait=5", headers={"Host": HOST})
    credentials = Credentials(ALICE.access_key, ALICE.secret_key)
    SigV4QueryAuth(credentials, "execute-api", "us-east-1", expires=60).add_auth(signed)
    assert signed.url is not None
    presigned = Request("GET", "/who", signed.url.partition("?")[2], (("Host", HOST),))

    assert who.send(presigned).status == 200
    who.stack.clock.advance(seconds=61)
    assert who.send(presigned).status == 403


def test_an_unsigned_request_has_no_token(who: HandmadeApi) -> None:
    response = who.call("GET", "/who")

    assert response.status == 403
    assert response.header("x-amzn-ErrorType") == "MissingAuthenticationTokenException"


@pytest.mark.parametrize(
    ("flaw", "error"),
    [
        ("wrong secret", "InvalidSignatureException"),
        ("unknown key", "UnrecognizedClientException"),
        ("other body", "InvalidSignatureException"),
        ("other path", "InvalidSignatureException"),
        ("other service", "InvalidSignatureException"),
        ("other region", "InvalidSignatureException"),
        ("bearer token", "IncompleteSignatureException"),
        ("no date", "IncompleteSignatureException"),
    ],
)
def test_a_signature_that_does_not_hold_is_refused(who: HandmadeApi, flaw: str, error: str) -> None:
    who.refusal("INVALID_SIGNATURE", responseTemplates={"application/json": '"$context.error.responseType"'})
    who.deploy()
    good = request("POST", "/who", "{}", user=ALICE)
    bad = {
        "wrong secret": request("POST", "/who", "{}", user=dataclasses.replace(ALICE, secret_key="x" * 40)),
        "unknown key": request("POST", "/who", "{}", user=dataclasses.replace(ALICE, access_key="A" * 20)),
        "other body": dataclasses.replace(good, body=b"[]"),
        "other path": dataclasses.replace(good, path="/who/"),
        "other service": request("POST", "/who", "{}", user=ALICE, service="s3"),
        "other region": request("POST", "/who", "{}", user=ALICE, region="eu-west-1"),
        "bearer token": request("POST", "/who", "{}", headers={"Authorization": "Bearer abc"}),
        "no date": dataclasses.replace(
            good, headers=tuple(pair for pair in good.headers if pair[0] != "X-Amz-Date")
        ),
    }[flaw]

    response = who.send(bad)

    assert (response.status, response.body) == (403, b'"INVALID_SIGNATURE"')
    assert response.header("x-amzn-ErrorType") == error


def test_a_claimed_body_hash_does_not_stand_for_the_body(who: HandmadeApi) -> None:
    headers = {"X-Amz-Content-SHA256": "UNSIGNED-PAYLOAD"}

    assert who.call("POST", "/who", "{}", headers=headers, user=ALICE).status == 403


@pytest.mark.parametrize(("offset", "status"), [(-299, 200), (-301, 403), (299, 200), (301, 403)])
def test_a_signature_is_good_for_five_minutes_either_way(who: HandmadeApi, offset: int, status: int) -> None:
    with time_machine.travel(who.stack.hub.now() + offset, tick=False):
        signed = request("GET", "/who", user=ALICE)

    assert who.send(signed).status == status


def test_a_header_that_was_not_signed_may_change(who: HandmadeApi) -> None:
    signed = request("GET", "/who", user=ALICE)

    added = dataclasses.replace(signed, headers=(*signed.headers, ("Accept", "*/*")))

    assert who.send(added).status == 200
