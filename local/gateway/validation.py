"""Whether a request has the parameters its method requires and a body that fits its model.

Models are JSON Schema draft 4; a body without a model for its media type is not looked at.
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
"""

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft4Validator, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT4

from local.gateway import refusals
from local.gateway.api import Method, RestApi
from local.gateway.json_text import InvalidJson, loads
from local.gateway.message import Request, media_type
from local.gateway.routes import Route
from local.gateway.validation_messages import describe

#: What every REST API has without being told.
BUILT_IN_MODELS = {"Empty": '{"type": "object"}', "Error": '{"type": "object"}'}


class RequestValidation:
    """The validators of an API's methods, made once."""

    def __init__(self, api: RestApi) -> None:
        self._models = _validators(api)

    def check(self, request: Request, route: Route) -> None:
        """Raise the Refusal of a request that its method's validator does not let through."""
        if route.method.validates_parameters:
            missing = _missing_parameters(request, route)
            if missing:
                raise refusals.missing_parameters(missing)
        if route.method.validates_body:
            self._check_body(request, route.method)

    def _check_body(self, request: Request, method: Method) -> None:
        kind = media_type(request.header("Content-Type")) or "application/json"
        name = method.models.get(kind) or method.models.get("$default")
        if name is None:
            return
        try:
            # API Gateway reads no body as an empty object, as its templates do.
            body: Any = loads(request.body.decode() or "{}")
        except (InvalidJson, UnicodeDecodeError):
            raise refusals.invalid_body("Invalid JSON in request body") from None
        errors = list(self._models[name].iter_errors(body))
        if errors:
            raise refusals.invalid_body(describe(errors))


def _missing_parameters(request: Request, route: Route) -> list[str]:
    """Names of required parameters that are absent or blank, in API Gateway's order."""
    query = request.query_values()
    missing = []
    for parameter, required in sorted(route.method.parameters.items()):
        _, _, location, name = parameter.split(".", 3)
        if location == "header":
            value = request.header(name)
        elif location == "path":
            value = route.path_parameters.get(name)
        else:
            value = query.get(name, [""])[-1]
        if required and not value:
            missing.append(name)
    return missing


def _validators(api: RestApi) -> Mapping[str, Validator]:
    schemas = {name: loads(text) for name, text in (BUILT_IN_MODELS | dict(api.models)).items()}
    # A model refers to another by this address:
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
    registry: Registry[object] = Registry().with_resources(
        (f"https://apigateway.amazonaws.com/restapis/{api.id}/models/{name}", DRAFT4.create_resource(schema))
        for name, schema in schemas.items()
    )
    return {
        name: _Validator(schema, registry=registry, format_checker=Draft4Validator.FORMAT_CHECKER)
        for name, schema in schemas.items()
    }


def _all_of(validator: Validator, schemas: list[Any], instance: Any, _: object) -> Iterator[ValidationError]:
    matched = _count_matches(validator, schemas, instance)
    if matched < len(schemas):
        yield ValidationError(
            f"instance failed to match all required schemas (matched only {matched} out of {len(schemas)})"
        )


def _one_of(validator: Validator, schemas: list[Any], instance: Any, _: object) -> Iterator[ValidationError]:
    matched = _count_matches(validator, schemas, instance)
    if matched != 1:
        yield ValidationError(
            f"instance failed to match exactly one schema (matched {matched} out of {len(schemas)})"
        )


def _count_matches(validator: Validator, schemas: list[Any], instance: Any) -> int:
    return sum(validator.evolve(schema=schema).is_valid(instance) for schema in schemas)


#: Draft 4, but for the two keywords whose failure API Gateway reports as one error with a count.
_Validator = extend(  # type: ignore[no-untyped-call]  # its stubs leave it out
    Draft4Validator, {"allOf": _all_of, "oneOf": _one_of}
)
