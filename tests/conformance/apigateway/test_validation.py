"""What a request validator lets through."""

import json
from typing import Any

import pytest

from tests.conformance.apigateway.rest_api import RestApi
from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour

GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide"
ORDER = {
    "$schema": "http://json-schema.org/draft-04/schema#",
    "type": "object",
    "required": ["item"],
    "properties": {
        "item": {"type": "string", "minLength": 1},
        "count": {"type": "integer", "minimum": 0, "exclusiveMinimum": True},
    },
}


def validating(aws: Aws, schema: Any = ORDER, *, body: bool = True, parameters: bool = False) -> RestApi:
    """Return an API whose POST /orders/{id} a validator guards."""
    api = RestApi(aws)
    api.control.create_model(
        restApiId=api.id, name="Order", contentType="application/json", schema=json.dumps(schema)
    )
    validator = api.control.create_request_validator(
        restApiId=api.id, name="all", validateRequestBody=body, validateRequestParameters=parameters
    )
    api.mock(
        "POST",
        "/orders/{id}",
        "ok",
        requestValidatorId=validator["id"],
        requestModels={"application/json": "Order"},
        requestParameters={
            "method.request.path.id": True,
            "method.request.querystring.size": True,
            "method.request.header.X-Who": True,
            "method.request.querystring.page": False,
        },
    )
    return api


@behaviour(
    f"{GUIDE}/api-gateway-method-request-validation.html",
    "When the validation fails, API Gateway immediately fails the request, returns a 400 error "
    "response to the caller, and publishes the validation results in CloudWatch Logs.",
)
@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"item": "a", "count": 1}, 200),
        ({"count": 1}, 400),
        ({"item": "a", "count": "many"}, 400),
        ("{", 400),
    ],
)
def test_a_body_must_fit_the_method_s_model(aws: Aws, body: object, status: int) -> None:
    api = validating(aws).deploy()

    response = api.call("POST", "/orders/1", body)

    assert response.status_code == status
    if status == 400:
        assert response.json() == {"message": "Invalid request body"}
        assert response.headers["x-amzn-ErrorType"] == "BadRequestException"


@behaviour(
    f"{GUIDE}/models-mappings-models.html",
    "In API Gateway, models are defined using the JSON schema draft 4.",
)
@pytest.mark.parametrize(("count", "status"), [(0, 400), (1, 200)])
def test_models_are_draft_4(aws: Aws, count: int, status: int) -> None:
    api = validating(aws).deploy()

    assert api.call("POST", "/orders/1", {"item": "a", "count": count}).status_code == status


@behaviour(
    f"{GUIDE}/models-mappings-models.html",
    "A model can refer to another model of the API by its URL: "
    "https://apigateway.amazonaws.com/restapis/{id}/models/{name}.",
)
def test_a_model_can_refer_to_another(aws: Aws) -> None:
    api = validating(aws)
    orders = {
        "type": "array",
        "items": {"$ref": f"https://apigateway.amazonaws.com/restapis/{api.id}/models/Order"},
    }
    api.control.create_model(
        restApiId=api.id, name="Orders", contentType="application/json", schema=json.dumps(orders)
    )
    (validator,) = api.control.get_request_validators(restApiId=api.id)["items"]
    api.mock(
        "POST",
        "/many",
        "ok",
        requestValidatorId=validator["id"],
        requestModels={"application/json": "Orders"},
    )
    api.deploy()

    assert api.call("POST", "/many", [{"item": "a"}]).status_code == 200
    assert api.call("POST", "/many", [{"item": 1}]).status_code == 400


@behaviour(
    f"{GUIDE}/api-gateway-method-request-validation.html",
    "The required request parameters in the URI, query string, and headers of an incoming request are "
    "included and not blank.",
)
@pytest.mark.parametrize(
    ("query", "headers", "missing"),
    [
        ("?size=1", {"X-Who": "me"}, set()),
        ("?size=1", {}, {"X-Who"}),
        ("?size=", {"X-Who": "me"}, {"size"}),
        ("", {}, {"X-Who", "size"}),
    ],
)
def test_required_parameters_must_be_there(
    aws: Aws, query: str, headers: dict[str, str], missing: set[str]
) -> None:
    api = validating(aws, body=False, parameters=True).deploy()

    response = api.call("POST", f"/orders/1{query}", {}, headers=headers)

    assert response.status_code == (400 if missing else 200)
    if missing:
        told, _, names = response.json()["message"].partition(": ")
        assert (told, set(names.strip("[]").split(", "))) == ("Missing required request parameters", missing)
