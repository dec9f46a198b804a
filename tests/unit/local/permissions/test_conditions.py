import json
from typing import Any

import pytest

from local.permissions.document import parse
from local.permissions.evaluation import Verdict
from local.permissions.refused import PolicyNotUnderstood
from tests.unit.local.permissions.deciding import QUEUE, allow, verdict


def holds(operator: str, key: str, wanted: object, **keys: Any) -> bool:
    return verdict(allow(Condition={operator: {key: wanted}}), **keys) is Verdict.ALLOWED


@pytest.mark.parametrize(
    ("operator", "wanted", "value", "expected"),
    [
        ("StringEquals", "photos", "photos", True),
        ("StringEquals", ["a", "photos"], "photos", True),
        ("StringEquals", "photo*", "photos", False),
        ("StringEquals", "Photos", "photos", False),
        ("StringEqualsIgnoreCase", "Photos", "photos", True),
        ("StringNotEquals", ["a", "b"], "photos", True),
        ("StringNotEquals", ["a", "photos"], "photos", False),
        ("StringLike", "photo?", "photos", True),
        ("StringLike", "*/photos", "photos", False),
        ("StringNotLike", "ph*", "photos", False),
        ("NumericLessThan", "10", "9", True),
        ("NumericGreaterThanEquals", 10, "10", True),
        ("NumericNotEquals", "10", "10.0", False),
    ],
)
def test_an_operator_compares(operator: str, wanted: object, value: str, expected: bool) -> None:
    assert holds(operator, "s3:prefix", wanted, s3__prefix=value) is expected


@pytest.mark.parametrize(
    ("operator", "wanted", "expected"),
    [
        ("Bool", {"aws:SecureTransport": "false"}, False),
        ("Bool", {"aws:SecureTransport": True}, True),
        ("ArnEquals", {"aws:SourceArn": "arn:aws:s3:::photos*"}, True),
        ("ArnLike", {"aws:SourceArn": "arn:aws:s3:*:*:other"}, False),
        ("ArnNotLike", {"aws:SourceArn": "arn:aws:s3:*:*:other"}, True),
        ("DateLessThan", {"aws:CurrentTime": "2031-01-01T00:00:00Z"}, True),
        ("DateGreaterThan", {"aws:CurrentTime": "2031-01-01"}, False),
        ("Null", {"aws:SourceVpce": "true"}, True),
        ("Null", {"aws:SourceArn": "true"}, False),
        ("Null", {"aws:SourceArn": False}, True),
    ],
)
def test_an_operator_asks_about_the_circumstances(
    operator: str, wanted: dict[str, object], expected: bool
) -> None:
    (key, value), *_ = wanted.items()
    circumstances = {
        "aws__SecureTransport": "true",
        "aws__SourceArn": "arn:aws:s3:::photos-of-alice",
        "aws__CurrentTime": "2030-01-01T00:00:00+00:00",
    }
    assert holds(operator, key, value, **circumstances) is expected


def test_a_key_that_is_not_there_fails_all_but_negated_operators_and_if_exists() -> None:
    assert not holds("StringEquals", "s3:prefix", "a")
    assert holds("StringNotEquals", "s3:prefix", "a")
    assert holds("StringEqualsIfExists", "s3:prefix", "a")
    assert not holds("StringEqualsIfExists", "s3:prefix", "a", s3__prefix="b")


def test_a_set_of_values_is_compared_with_each_or_any() -> None:
    key, owners = "dynamodb:LeadingKeys", ["alice", "bob"]
    for given, all_of, any_of in (
        (("alice",), True, True),
        (("alice", "carol"), False, True),
        (("carol",), False, False),
        ((), True, False),
    ):
        assert holds("ForAllValues:StringEquals", key, owners, dynamodb__LeadingKeys=given) is all_of
        assert holds("ForAnyValue:StringEquals", key, owners, dynamodb__LeadingKeys=given) is any_of


def test_all_conditions_of_a_statement_have_to_hold() -> None:
    condition = {"StringEquals": {"s3:prefix": "a", "aws:userid": ":worker-function"}}
    assert verdict(allow(Condition=condition), s3__prefix="a") is Verdict.ALLOWED
    assert verdict(allow(Condition=condition), s3__prefix="b") is Verdict.NO_IDENTITY_POLICY


def test_a_variable_stands_for_what_the_request_says() -> None:
    own = allow(resource="arn:aws:sqs:us-east-1:123456789012:${aws:username}-*")
    mine = "arn:aws:sqs:us-east-1:123456789012:alice-work"
    assert verdict(own, resource=mine, aws__username="alice") is Verdict.ALLOWED
    assert verdict(own, resource=mine, aws__username="bob") is Verdict.NO_IDENTITY_POLICY
    assert verdict(own, resource=mine) is Verdict.NO_IDENTITY_POLICY
    assert verdict(own, resource=mine, aws__username="*") is Verdict.NO_IDENTITY_POLICY


def test_a_variable_can_have_a_default_and_stand_for_a_wildcard_itself() -> None:
    assert holds("StringLike", "s3:prefix", "${aws:username, 'all'}/*", s3__prefix="all/a")
    assert holds("StringLike", "s3:prefix", "a${*}*", s3__prefix="a*b")
    assert not holds("StringLike", "s3:prefix", "a${*}*", s3__prefix="abb")
    assert holds("StringEquals", "s3:prefix", "a${$}${?}", s3__prefix="a$?")


@pytest.mark.parametrize(
    "statement",
    [
        {
            "Effect": "Allow",
            "Action": "*",
            "Resource": "*",
            "Condition": {"StringEquls": {"aws:userid": "a"}},
        },
        {
            "Effect": "Allow",
            "Action": "*",
            "Resource": "*",
            "Condition": {"StringEquals": {"ec2:Owner": "a"}},
        },
        {"Effect": "Allow", "Action": "*", "Resource": "*", "Conditions": {}},
        {"Effect": "allow", "Action": "*", "Resource": "*"},
        {"Effect": "Allow", "Resource": "*"},
        {"Effect": "Allow", "Action": "*", "NotAction": "*", "Resource": "*"},
        {"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": {"Robot": "*"}},
        {"Effect": "Allow", "Action": {"a": 1}, "Resource": QUEUE},
    ],
)
def test_what_is_not_understood_is_refused(statement: dict[str, object]) -> None:
    with pytest.raises(PolicyNotUnderstood):
        parse(json.dumps({"Version": "2012-10-17", "Statement": [statement]}))


def test_an_action_in_no_list_is_refused_as_no_json_is() -> None:
    with pytest.raises(PolicyNotUnderstood, match="no JSON"):
        parse("{")
