import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local.gateway import Response
from tests.flow.local.gateway.rest_api import ALICE, JSON, HandmadeApi
from tests.flow.local.handmade import Handmade, HandmadeQueue

#: Like a submission: the payload goes in as it came, the rest is put together from the context.
SUBMISSION = (
    "#set($owner = $context.identity.user.replaceAll(':.*', ''))"
    "#set($key = $input.params('Idempotency-Key'))"
    "#if($key == '')#set($key = $context.requestId)#end"
    '#set($id = "thumbnail.${key}")'
    "Action=SendMessage"
    "#if($key.matches('[A-Za-z0-9_-]{1,64}'))"
    '&MessageGroupId=$util.urlEncode("$owner.$id")&MessageDeduplicationId=$util.urlEncode("$owner.$id")'
    "&MessageBody=$util.urlEncode('{\"payload\":')$util.urlEncode($input.body)"
    '$util.urlEncode(\',"owner":"\')$owner$util.urlEncode(\'","id":"\')$id$util.urlEncode(\'"}\')'
    "#end"
)
ACCEPTED = {
    "selectionPattern": "200",
    "responseTemplates": {
        "application/json": '{"message":"$input.path(\'$.SendMessageResponse.SendMessageResult.MessageId\')"}'
    },
}
REFUSED = {
    "selectionPattern": "4\\d{2}",
    "responseTemplates": {
        "application/json": "#set($code = $input.path('$.Error.Code'))"
        "#if($code == 'MissingParameter')#set($context.responseOverride.status = 422)#end"
        '#set($context.responseOverride.header.Reason = $code){"code":"$code"}'
    },
}
FAILED = {"selectionPattern": "5\\d{2}"}
RESPONSES: dict[str, dict[str, Any]] = {"202": ACCEPTED, "400": REFUSED, "500": FAILED}

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    # SQS takes no control characters and none beyond XML 1.0; JSON escapes them here.
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@pytest.fixture
def queue(handmade: Handmade) -> HandmadeQueue:
    return handmade.queue("intake.fifo")


@pytest.fixture
def submissions(api: HandmadeApi, queue: HandmadeQueue) -> HandmadeApi:
    api.queue("POST", "/jobs", "intake.fifo", SUBMISSION, responses=RESPONSES, authorizationType="AWS_IAM")
    return api.deploy()


def submit(api: HandmadeApi, body: str | bytes, **headers: str) -> Response:
    return api.call("POST", "/jobs", body, headers=JSON | headers, user=ALICE)


def received(api: HandmadeApi, queue: HandmadeQueue) -> dict[str, Any]:
    (message,) = api.messages(queue.url)
    body = json.loads(message["Body"])
    assert isinstance(body, dict)
    return body


def test_a_request_becomes_a_message(submissions: HandmadeApi, queue: HandmadeQueue) -> None:
    response = submit(submissions, '{"image": "a.jpg"}', **{"Idempotency-Key": "one"})

    assert response.status == 202
    assert response.header("Content-Type") == "application/json"
    assert json.loads(response.body)["message"]
    assert received(submissions, queue) == {
        "payload": {"image": "a.jpg"},
        "owner": ALICE.user_id,
        "id": "thumbnail.one",
    }


def test_without_a_key_the_request_id_stands_in(submissions: HandmadeApi, queue: HandmadeQueue) -> None:
    response = submit(submissions, "{}")

    assert received(submissions, queue)["id"] == f"thumbnail.{response.header('x-amzn-RequestId')}"


def test_the_message_has_its_group_and_its_deduplication_id(
    submissions: HandmadeApi, queue: HandmadeQueue
) -> None:
    submit(submissions, "{}", **{"Idempotency-Key": "one"})
    submit(submissions, '{"other": 1}', **{"Idempotency-Key": "one"})

    (message,) = submissions.messages(queue.url)

    group = f"{ALICE.user_id}.thumbnail.one"
    assert message["Attributes"]["MessageGroupId"] == group
    assert message["Attributes"]["MessageDeduplicationId"] == group


@pytest.mark.parametrize("name", ["Idempotency-Key", "idempotency-key", "IDEMPOTENCY-KEY"])
def test_a_template_finds_a_header_in_any_case(
    submissions: HandmadeApi, queue: HandmadeQueue, name: str
) -> None:
    submit(submissions, "{}", **{name: "one"})

    assert received(submissions, queue)["id"] == "thumbnail.one"


@pytest.mark.parametrize("key", ["a b", "a/b", "\u00e9", "x" * 65, "a&MessageBody=evil", "a%26b", '"'])
def test_a_key_that_is_no_key_sends_nothing(submissions: HandmadeApi, queue: HandmadeQueue, key: str) -> None:
    response = submit(submissions, "{}", **{"Idempotency-Key": key})

    assert response.status == 422
    assert response.header("Reason") == "MissingParameter"
    assert json.loads(response.body) == {"code": "MissingParameter"}
    assert submissions.messages(queue.url) == []


@pytest.mark.parametrize(
    "body",
    [
        '{"a":"it\'s \\"quoted\\" \\\\ and/or"}',
        '{"a":"one\\ntwo\\r\\n\\tthree"}',
        '{\n  "a" : [ 1,\n 2 ]\n}\n',
        '{"a":"1+1=2 & 100% ?x=#y;z"}',
        '{"a":"Gr\u00fc\u00dfe \u4e16\u754c \U0001f34d","b":"\\ud83c\\udf4d"}',
        '{"n":123456789012345678901234567890,"f":1.10,"e":1E400,"z":-0.0}',
        '{"a":1,"a":2}',
        '{"$context.requestId":"$util.urlEncode(1)","#set":"#if(true)"}',
        '{"a":"%7B%22&MessageBody=evil"}',
        "{}",
    ],
)
def test_a_payload_goes_through_the_template_byte_for_byte(
    submissions: HandmadeApi, queue: HandmadeQueue, body: str
) -> None:
    assert submit(submissions, body).status == 202

    (message,) = submissions.messages(queue.url)
    assert f'{{"payload":{body},"owner"' in message["Body"]


@given(payload=JSON_VALUES, ensure_ascii=st.booleans(), indent=st.none() | st.integers(0, 3))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_comes_out_as_it_went_in(
    submissions: HandmadeApi, queue: HandmadeQueue, payload: Any, ensure_ascii: bool, indent: int | None
) -> None:
    body = json.dumps(payload, ensure_ascii=ensure_ascii, indent=indent)
    submissions.stack.clock.advance(minutes=1)
    data = body.encode(errors="surrogatepass")
    if not ensure_ascii and not _carried_by_sqs(body):
        return

    assert submit(submissions, data).status == 202

    assert received(submissions, queue)["payload"] == payload


def _carried_by_sqs(text: str) -> bool:
    return all(
        character in "\t\n\r" or "\x20" <= character <= "\ud7ff" or "\ue000" <= character <= "\ufffd"
        or character >= "\U00010000"
        for character in text
    )  # fmt: skip


def test_a_message_sqs_does_not_take_is_its_400(submissions: HandmadeApi, queue: HandmadeQueue) -> None:
    response = submit(submissions, '{"a":"' + "x" * (1024 * 1024) + '"}')

    assert response.status == 400
    assert response.header("Reason") == "InvalidParameterValue"
    assert submissions.messages(queue.url) == []


def test_a_queue_that_is_not_there_is_its_400(api: HandmadeApi) -> None:
    api.queue("POST", "/jobs", "nowhere", "Action=SendMessage&MessageBody=x", responses=RESPONSES)
    api.deploy()

    response = api.call("POST", "/jobs", "{}", headers=JSON)

    assert response.status == 400
    assert response.header("Reason") == "AWS.SimpleQueueService.NonExistentQueue"


@pytest.mark.parametrize(
    ("passthrough", "kind", "status"),
    [
        ("NEVER", "application/json; charset=utf-8", 202),
        ("NEVER", None, 202),
        ("NEVER", "application/xml", 415),
        ("WHEN_NO_TEMPLATES", "application/xml", 415),
        ("WHEN_NO_MATCH", "application/xml", 202),
    ],
)
def test_the_media_type_chooses_the_template(
    api: HandmadeApi, handmade: Handmade, passthrough: str, kind: str | None, status: int
) -> None:
    handmade.queue("work")
    template = "Action=SendMessage&MessageBody=templated"
    integration = {"passthroughBehavior": passthrough}
    api.queue("POST", "/jobs", "work", template, integration=integration, responses=RESPONSES)
    api.deploy()
    headers = {} if kind is None else {"Content-Type": kind}

    response = api.call("POST", "/jobs", "Action=SendMessage&MessageBody=raw", headers=headers)

    assert response.status == status


def test_attributes_and_delay_are_sent_too(api: HandmadeApi, handmade: Handmade) -> None:
    queue = handmade.queue("work")
    form = (
        "Action=SendMessage&MessageBody=x&DelaySeconds=5&MessageAttribute.1.Name=from"
        "&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=here"
    )
    api.queue("POST", "/jobs", "work", form, responses=RESPONSES)
    api.deploy()
    assert api.call("POST", "/jobs", "{}", headers=JSON).status == 202
    assert api.messages(queue.url) == []

    api.stack.clock.advance(seconds=5)

    (message,) = api.messages(queue.url)
    assert message["MessageAttributes"]["from"]["StringValue"] == "here"


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ("Action=Send", "InvalidAction"),
        ("MessageBody=a", "MissingAction"),
        ("\nAction=SendMessage&MessageBody=a", "MissingAction"),
        ("Action=SendMessage", "MissingParameter"),
    ],
)
def test_a_form_that_is_no_message_is_refused_by_sqs(
    api: HandmadeApi, handmade: Handmade, template: str, code: str
) -> None:
    queue = handmade.queue("work")
    api.queue("POST", "/jobs", "work", template, responses={"400": {"selectionPattern": "400"}})
    api.deploy()

    response = api.call("POST", "/jobs", "{}", headers=JSON)

    assert response.status == 400
    assert json.loads(response.body)["Error"]["Code"] == code
    assert api.messages(queue.url) == []


def test_without_an_integration_response_the_api_is_at_fault(
    api: HandmadeApi, handmade: Handmade, caplog: pytest.LogCaptureFixture
) -> None:
    handmade.queue("work")
    api.queue("POST", "/jobs", "work", "Action=SendMessage&MessageBody=x", responses={"400": REFUSED})
    api.deploy()

    assert api.call("POST", "/jobs", "{}", headers=JSON).status == 500
    assert "no integration response fits '200'" in caplog.text


def test_sqs_speaks_xml_where_it_is_asked_to(api: HandmadeApi, handmade: Handmade) -> None:
    handmade.queue("work")
    parameters = {
        "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'",
        "integration.request.header.Accept": "'application/xml'",
    }
    api.queue(
        "POST",
        "/jobs",
        "work",
        "Action=SendMessage&MessageBody=x",
        integration={"requestParameters": parameters},
        responses={"200": {}},
    )
    api.deploy()

    response = api.call("POST", "/jobs", "{}", headers=JSON)

    assert response.body.startswith(b"<?xml") or response.body.startswith(b"<SendMessageResponse")
    assert b"<MessageId>" in response.body
