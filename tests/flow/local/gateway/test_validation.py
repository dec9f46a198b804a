import json
from typing import Any

import pytest

from tests.flow.local.gateway.rest_api import JSON, HandmadeApi

SCHEMA = {
    "$schema": "http://json-schema.org/draft-04/schema#",
    "type": "object",
    "properties": {
        "image": {"type": "string", "minLength": 1, "pattern": "^uploads/"},
        "sizes": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "integer", "minimum": 1, "maximum": 4096},
        },
        "ratio": {"type": "number", "minimum": 0, "exclusiveMinimum": True, "multipleOf": 0.25},
        "format": {"enum": ["jpeg", "png"]},
        "crop": {
            "oneOf": [{"type": "null"}, {"$ref": "https://apigateway.amazonaws.com/restapis/API/models/Box"}]
        },
    },
    "required": ["image", "sizes"],
    "additionalProperties": False,
}
GOOD = {"image": "uploads/a.jpg", "sizes": [64]}


@pytest.fixture
def checked(api: HandmadeApi) -> HandmadeApi:
    """An API whose one method has a model, a required header and a required query parameter."""
    api.model("Box", {"type": "object", "required": ["width"]})
    api.model("Thumbnail", json.loads(json.dumps(SCHEMA).replace("API", api.id)))
    api.refusal(
        "BAD_REQUEST_BODY",
        statusCode="400",
        responseTemplates={
            "application/json": '{"detail":$context.error.messageString,'
            '"errors":["$context.error.validationErrorString"]}'
        },
    )
    api.mock(
        "POST",
        "/jobs",
        "fine",
        requestModels={"application/json": "Thumbnail"},
        requestValidatorId=api.validator(validateRequestBody=True),
    )
    api.mock(
        "GET",
        "/jobs/{id}",
        "fine",
        requestParameters={
            "method.request.header.X-Who": True,
            "method.request.querystring.limit": True,
            "method.request.querystring.cursor": False,
            "method.request.path.id": True,
        },
        requestValidatorId=api.validator(validateRequestParameters=True),
    )
    return api.deploy()


@pytest.mark.parametrize(
    "body",
    [
        GOOD,
        GOOD | {"ratio": 0.5, "format": "png", "crop": None},
        GOOD | {"ratio": 12345678901234567890, "crop": {"width": 1}},
        {"image": "uploads/\N{PINEAPPLE}.jpg", "sizes": [1, 4096]},
    ],
)
def test_a_body_that_fits_its_model_passes(checked: HandmadeApi, body: Any) -> None:
    assert checked.call("POST", "/jobs", json.dumps(body), headers=JSON).status == 200


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"hue": 1, "a": 2}, 'has properties which are not allowed by the schema: ["a","hue"]]'),
        ([], '[instance type (array) does not match any allowed primitive type (allowed: ["object"])]'),
        ({"image": 7}, "[instance type (integer) does not match any allowed primitive type (allowed: "),
        ({"ratio": "1"}, 'primitive type (allowed: ["integer","number"])]'),
        ({"sizes": [1.5]}, "[instance type (number) does not match"),
        ({"sizes": []}, "[array is too short: must have at least 1 elements but instance has 0 elements]"),
        ({"sizes": [0]}, "[numeric instance is lower than the required minimum (minimum: 1, found: 0)]"),
        ({"sizes": [5000]}, "greater than the required maximum (maximum: 4096, found: 5000)]"),
        ({"ratio": 0}, "[numeric instance is not strictly greater than the required minimum 0]"),
        ({"ratio": 0.3}, "[remainder of division is not zero (0.3 / 0.25)]"),
        ({"format": "gif"}, '[instance value ("gif") not found in enum (possible values: ["jpeg","png"])]'),
        ({"image": ""}, '[string "" is too short (length: 0, required minimum: 1), ECMA 262 regex'),
        ({"image": 'a"b'}, 'ECMA 262 regex "^uploads/" does not match input string "a"b"]'),
        ({"crop": {}}, "[instance failed to match exactly one schema (matched 0 out of 2)]"),
    ],
)
def test_a_body_that_does_not_fit_is_refused_in_api_gateways_words(
    checked: HandmadeApi, change: Any, error: str
) -> None:
    body = GOOD | change if isinstance(change, dict) else change

    assert error in refused(checked, body)


def test_members_are_looked_at_only_where_the_object_itself_is_flawless(checked: HandmadeApi) -> None:
    assert refused(checked, {}) == '[object has missing required properties (["image","sizes"])]'
    assert refused(checked, {"sizes": [0], "x": 1}) == (
        '[object instance has properties which are not allowed by the schema: ["x"], '
        'object has missing required properties (["image"])]'
    )


def refused(api: HandmadeApi, body: Any) -> str:
    """The validation error of a body that is refused."""
    response = api.call("POST", "/jobs", json.dumps(body), headers=JSON)
    assert response.status == 400
    problem = json.loads(response.body)
    assert problem["detail"] == "Invalid request body"
    (error,) = problem["errors"]
    return str(error)


@pytest.mark.parametrize(
    "body", ["{", "not json", "NaN", '{"image":"uploads/a","sizes":[1]} x', b"\xff\xfe", "[" * 5000]
)
def test_what_is_no_json_is_refused(checked: HandmadeApi, body: str | bytes) -> None:
    response = checked.call("POST", "/jobs", body, headers=JSON)

    assert response.status == 400
    assert json.loads(response.body)["errors"] == ["Invalid JSON in request body"]


def test_no_body_counts_as_an_empty_object(checked: HandmadeApi) -> None:
    response = checked.call("POST", "/jobs", headers=JSON)

    assert "missing required properties" in json.loads(response.body)["errors"][0]


@pytest.mark.parametrize(
    ("kind", "status"),
    [("application/json; charset=UTF-8", 400), ("Application/JSON", 400), (None, 400), ("text/plain", 200)],
)
def test_the_media_type_chooses_the_model(checked: HandmadeApi, kind: str | None, status: int) -> None:
    headers = {} if kind is None else {"Content-Type": kind}

    assert checked.call("POST", "/jobs", "{}", headers=headers).status == status


@pytest.mark.parametrize(
    ("query", "headers", "missing"),
    [
        ("", {}, "X-Who, limit"),
        ("limit=", {"X-Who": ""}, "X-Who, limit"),
        ("limit=1", {}, "X-Who"),
        ("cursor=x", {"X-Who": "me"}, "limit"),
    ],
)
def test_required_parameters_that_are_absent_or_blank_are_named(
    checked: HandmadeApi, query: str, headers: dict[str, str], missing: str
) -> None:
    response = checked.call("GET", "/jobs/1", query=query, headers=headers)

    assert response.status == 400
    assert json.loads(response.body) == {"message": f"Missing required request parameters: [{missing}]"}


def test_a_request_with_all_its_parameters_passes(checked: HandmadeApi) -> None:
    assert checked.call("GET", "/jobs/1", query="limit=1", headers={"X-Who": "me"}).status == 200
