"""A submission's templates: what goes onto the intake queue, and what the caller is told.

They are rendered by the local gateway's Velocity, which is API Gateway's as far as that is documented.
"""

import json
from typing import Any
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from infra.catalog import CATALOG
from infra.constructs.api.templates import (
    acceptance_template,
    refusal_template,
    request_template,
)
from infra.settings import Settings, make_settings
from infra.workload.job_types import WorkerType
from local.gateway.vtl.functions import InputVariable, Utilities
from local.gateway.vtl.java import JavaMap, to_python
from local.gateway.vtl.template import Template
from tests.infra.template import Template as Synthesized
from tests.infra.test_api import routes

THUMBNAIL, ORDER = (CATALOG[number].job_types[0] for number in (0, 1))
IAM, SESSION = make_settings("dev", {}), make_settings("dev", {"owner": "session"})
REQUEST_ID = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"


class Note(BaseModel):
    folder: str


ORDERED = WorkerType(name="resize", contract=Note, batch_size=1, ordered_by="folder")


def _render(
    template: str, *, body: str = "{}", headers: dict[str, str] | None = None, **context: Any
) -> tuple[str, dict[str, Any]]:
    """The rendered text and the overrides it made."""
    variables = JavaMap(
        {
            "requestId": REQUEST_ID,
            "requestTimeEpoch": 1_795_000_000_123,
            "path": "/dev/jobs/thumbnail",
            "identity": {"user": "AIDAALICE"},
            "responseOverride": {"header": {}},
            **context,
        }
    )
    parameters = InputVariable(body, {}, {"Idempotency-Key": "of-the-query"}, headers or {})
    text = Template(template).render({"context": variables, "input": parameters, "util": Utilities()})
    overrides: Any = to_python(variables.get("responseOverride"))
    return text, overrides


def _form(settings: Settings = IAM, job_type: Any = THUMBNAIL, **request: Any) -> dict[str, str]:
    text, _ = _render(request_template(settings, job_type), **request)
    return {
        name: value for name, (value,) in parse_qs(text, keep_blank_values=True, strict_parsing=True).items()
    }


def test_a_submission_becomes_a_message_of_its_job_s_own_group() -> None:
    form = _form(body='{"image": "uploads/AIDAALICE/1/cat.jpg"}', headers={"Idempotency-Key": "cat-1"})
    assert form.pop("Action") == "SendMessage"
    assert form.pop("MessageGroupId") == form.pop("MessageDeduplicationId") == "AIDAALICE.thumbnail.cat-1"
    assert json.loads(form.pop("MessageBody")) == {
        "kind": "submission",
        "owner": "AIDAALICE",
        "id": "thumbnail.cat-1",
        "type": "thumbnail",
        "submitted_at": 1_795_000_000_123,
        "payload": {"image": "uploads/AIDAALICE/1/cat.jpg"},
    }
    assert form == {}


def test_without_a_key_the_request_s_id_names_the_job() -> None:
    assert json.loads(_form()["MessageBody"])["id"] == f"thumbnail.{REQUEST_ID}"


@pytest.mark.parametrize("name", ["Idempotency-Key", "idempotency-key", "IDEMPOTENCY-KEY"])
def test_a_key_is_found_however_its_header_is_spelt_and_in_no_other_place(name: str) -> None:
    assert json.loads(_form(headers={"Accept": "*/*", name: "k"})["MessageBody"])["id"] == "thumbnail.k"


@pytest.mark.parametrize(
    "body",
    [
        '{"text":"caf\\u00e9 é \U0001f600 \\ud83d\\ude00"}',
        '{"text":"a+b&c=d%20e;f#g$h !\'\\"\\\\\\/\\n"}',
        '{"number":12345678901234567890123.4567890123456789e-10}',
        '{\n  "text" :\t"  $context.requestId $util.x() #set($a=1) #end ## "\n}',
        "[]",
        '"' + "x" * 300_000 + '"',
    ],
)
def test_a_payload_passes_unharmed(body: str) -> None:
    message = _form(body=body)["MessageBody"]
    assert message.startswith(f'{{"payload":{body},"kind"')


@given(
    st.recursive(
        st.none() | st.text() | st.integers() | st.booleans(), lambda i: st.dictionaries(st.text(), i)
    )
)
def test_any_payload_passes_unharmed(payload: Any) -> None:
    assert (
        json.loads(_form(body=json.dumps(payload, ensure_ascii=False))["MessageBody"])["payload"] == payload
    )


def test_a_payload_cannot_speak_for_another_owner() -> None:
    forged = '{"a":1},"owner":"AIDABOB","id":"thumbnail.stolen","kind":"retry"'
    message = json.loads(_form(body=forged)["MessageBody"])
    assert (message["owner"], message["id"], message["kind"]) == (
        "AIDAALICE",
        f"thumbnail.{REQUEST_ID}",
        "submission",
    )


@pytest.mark.parametrize("key", ["", " ", "a b", "a.b", "a/b", "ä", 'a"b', "k" * 65, "a\tb", "$key", "a%20b"])
def test_a_key_that_is_none_sends_a_message_without_a_body_which_sqs_refuses(key: str) -> None:
    assert _form(headers={"Idempotency-Key": key}) == {"Action": "SendMessage"}


def test_a_request_id_the_caller_chose_is_no_way_around_the_check() -> None:
    assert _form(requestId="x&MessageBody=y") == {"Action": "SendMessage"}


def test_a_key_of_64_is_the_longest_and_fits_with_the_longest_owner_and_type() -> None:
    key, subject = "k" * 64, "0" * 36
    longest = WorkerType(name="n" * 26, contract=Note)
    form = _form(job_type=longest, headers={"Idempotency-Key": key}, identity={"user": subject})
    assert len(form["MessageGroupId"]) == 128


def test_a_role_s_jobs_are_the_role_s_or_each_session_s_as_the_stage_says() -> None:
    identity = {"user": "AROAROLE:maria@example.com"}
    assert json.loads(_form(IAM, identity=identity)["MessageBody"])["owner"] == "AROAROLE"
    assert json.loads(_form(SESSION, identity=identity)["MessageBody"])["owner"] == identity["user"]


def test_a_session_s_name_and_a_key_that_do_not_fit_together_are_refused() -> None:
    identity = {"user": f"AROAROLE:{'s' * 64}"}
    assert _form(SESSION, headers={"Idempotency-Key": "k" * 64}, identity=identity) == {
        "Action": "SendMessage"
    }


def test_an_ordered_type_s_short_group_is_no_way_around_that() -> None:
    request = {"headers": {"Idempotency-Key": "k" * 64}, "identity": {"user": f"AROAROLE:{'s' * 64}"}}
    assert _form(SESSION, ORDERED, body='{"folder": "a"}', **request) == {"Action": "SendMessage"}


@pytest.mark.parametrize(
    ("value", "group"),
    [("a", "a"), ("a b/ü", "a+b%2F%C3%BC"), (7, "7")],
)
def test_jobs_of_an_ordered_type_share_a_group_by_their_value(value: str | int, group: str) -> None:
    form = _form(job_type=ORDERED, body=json.dumps({"folder": value}))
    assert form["MessageGroupId"] == f"AIDAALICE.resize.{group}"
    assert form["MessageDeduplicationId"] == f"AIDAALICE.resize.{REQUEST_ID}"


def test_an_ordering_value_too_long_for_a_group_is_refused() -> None:
    assert _form(job_type=ORDERED, body='{"folder": "%s"}' % ("x" * 200)) == {"Action": "SendMessage"}


@pytest.mark.parametrize(
    ("path", "href"),
    [
        ("/dev/jobs/thumbnail", "/dev/jobs/thumbnail.k"),
        ("/jobs/thumbnail", "/jobs/thumbnail.k"),
        ("/a/jobs/thumbnail/", "/a/jobs/thumbnail.k"),
    ],
)
def test_an_acceptance_says_where_the_job_is(path: str, href: str) -> None:
    text, overrides = _render(
        acceptance_template(IAM, THUMBNAIL), headers={"idempotency-key": "k"}, path=path, body="<answer/>"
    )
    assert json.loads(text) == {
        "id": "thumbnail.k",
        "type": "thumbnail",
        "status": "PENDING",
        "href": href,
    }
    assert overrides == {"header": {"Location": href}}


@pytest.mark.parametrize(
    ("code", "status", "words"),
    [
        ("MissingParameter", None, "Idempotency-Key is 1 to 64"),
        ("InvalidMessageContents", None, "characters"),
        ("InvalidParameterValue", 413, "1 MiB"),
        ("RequestThrottled", 503, "Repeat it with the same Idempotency-Key"),
        ("AccessDenied", 503, "Repeat it with the same Idempotency-Key"),
    ],
)
def test_a_refusal_says_what_the_caller_can_do(code: str, status: int | None, words: str) -> None:
    answer = json.dumps({"Error": {"Code": code, "Message": "of SQS", "Type": "Sender"}, "RequestId": "r"})
    text, overrides = _render(refusal_template(), body=answer)
    problem = json.loads(text)
    assert overrides.get("status") == status
    assert problem["status"] == (status or 400)
    assert words in problem["detail"]
    assert ("Retry-After" in overrides["header"]) == (status == 503)


def test_the_synthesized_methods_have_these_templates(service: Synthesized) -> None:
    integration = routes(service)["POST /jobs/order"]["Integration"]
    assert integration["RequestTemplates"] == {"application/json": request_template(IAM, ORDER)}
    answers = {
        answer.get("SelectionPattern"): (
            answer["StatusCode"],
            answer["ResponseTemplates"]["application/json"],
        )
        for answer in integration["IntegrationResponses"]
    }
    assert answers["2\\d{2}"] == ("202", acceptance_template(IAM, ORDER))
    assert answers["4\\d{2}"] == ("400", refusal_template())
    assert answers[None][0] == "503"
    assert "\n" not in request_template(IAM, ORDER), "a line break in a form would be part of a value"
