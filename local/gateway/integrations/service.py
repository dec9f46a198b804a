"""Any AWS service behind the gateway, without proxy: what the mapping makes is sent, signed as the role.

`…:service:action/Name` names an operation, `…:service:path/rest` a path of the service's own API.
https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html#apigw-Type-Integration-uri
"""

import json
import logging
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.client import BaseClient
from botocore.credentials import Credentials
from botocore.exceptions import UnknownServiceError
from botocore.model import ServiceModel

from local.gateway import refusals
from local.gateway.integration_request import IntegrationRequest
from local.gateway.integrations import query_answer
from local.gateway.integrations.answer import Answer
from local.gateway.integrations.operations import rest_operation
from local.gateway.reading import ClientFactory

logger = logging.getLogger(__name__)

URI = re.compile(
    r"arn:aws[\w-]*:apigateway:(?P<region>[\w-]+):(?P<service>[\w-]+):(?P<kind>action|path)/(?P<rest>.*)"
)
FORM = "application/x-www-form-urlencoded"
#: What API Gateway calls a service, where boto3 calls it otherwise.
_CLIENTS = {"states": "stepfunctions"}
#: Takes forms as well as JSON, and forms are what API Gateway's integrations with it are made of.
_FORMS_TOO = frozenset({"sqs"})


class Misused(ValueError):
    """A request that the integration's definition made wrong, whatever the caller sent."""


class _Refused(ValueError):
    """A request that the service would refuse before anything else."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class _Call:
    """A request in the service's own protocol.

    Attributes:
        operation: as the service's model names it.
        form: name → value, of the protocols that have forms.
    """

    operation: str
    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: dict[str, str]
    body: bytes
    form: dict[str, str] | None = None


def answer_service(
    request: IntegrationRequest, clients: ClientFactory, credentials: Credentials, request_id: str
) -> Answer:
    """Send the request and return the service's answer. Raises a Refusal where it is no request at all."""
    accepts_xml = "xml" in request.headers["accept"]
    try:
        uri = URI.fullmatch(request.uri)
        if uri is None:
            raise Misused("no URI of an AWS service")
        client: BaseClient = clients(_CLIENTS.get(uri["service"], uri["service"]))
        model = client.meta.service_model
        call = _call(request, model, uri)
        operation = model.operation_model(call.operation)
        if call.form is not None and not accepts_xml and not query_answer.has_json(operation):
            raise Misused(
                f"the local gateway has no JSON for {operation.name}: map Accept to 'application/xml'"
            )
        _refuse_incomplete(call, model)
    except (Misused, UnknownServiceError) as error:
        logger.error("%s: %s", request.uri, error)
        raise refusals.api_configuration_error() from error
    except _Refused as error:
        if _speaks_forms(request, model):
            return query_answer.refuse(error.code, error.message, request_id, as_xml=accepts_xml)
        body = {"__type": error.code, "message": error.message}
        return Answer(400, (("Content-Type", "application/json"),), json.dumps(body).encode())
    answer = _send(call, client, uri["region"], credentials)
    if call.form is None or accepts_xml:
        return answer
    return query_answer.as_json(answer, operation, request_id)


def _speaks_forms(request: IntegrationRequest, model: ServiceModel) -> bool:
    if model.service_name in _FORMS_TOO:
        return "x-amz-target" not in request.headers
    return bool(model.metadata["protocol"] == "query")


def _call(request: IntegrationRequest, model: ServiceModel, uri: re.Match[str]) -> _Call:
    query = tuple((name, value) for name, values in request.querystring.items() for value in values)
    headers = {name: value for name, value in request.headers.items() if name != "accept"}
    named = uri["rest"] if uri["kind"] == "action" else None
    path = "/" if named else f"/{uri['rest'].lstrip('/')}"
    target = headers.get("x-amz-target")
    if _speaks_forms(request, model):
        return _form_call(request, model, named, path, query, headers)
    if model.metadata["protocol"] == "json":
        operation = named or (target or "").rpartition(".")[2]
        headers.setdefault("x-amz-target", f"{model.metadata['targetPrefix']}.{operation}")
        # Whatever type the mapping gives it, a body for these services is JSON of their own version.
        headers["content-type"] = f"application/x-amz-json-{model.metadata['jsonVersion']}"
        if operation not in model.operation_names:
            raise _Refused("UnknownOperationException", "")
        return _Call(operation, "POST", path, query, headers, request.body)
    operation = named or rest_operation(model, request.http_method, path, query)
    if named or operation is None:
        raise Misused(f"the local gateway finds no operation of {model.service_name} for it")
    return _Call(operation, request.http_method, path, query, headers, request.body)


def _form_call(
    request: IntegrationRequest,
    model: ServiceModel,
    named: str | None,
    path: str,
    query: tuple[tuple[str, str], ...],
    headers: dict[str, str],
) -> _Call:
    body = request.body.decode(errors="replace")
    if body and headers.get("content-type") != FORM and request.http_method == "POST" and not named:
        raise Misused(f"a form is wanted: map integration.request.header.Content-Type to '{FORM}'")
    posted = parse_qsl(body, keep_blank_values=True) if headers.get("content-type") == FORM else []
    form = dict([*query, *posted])
    operation = named or form.get("Action", "")
    if not operation:
        raise _Refused("MissingAction", "The request must contain the parameter Action.")
    if operation not in model.operation_names:
        raise _Refused("InvalidAction", f"The action {operation} is not valid for this endpoint.")
    whole = {"Version": model.api_version} | form | {"Action": operation}
    headers["content-type"] = FORM
    return _Call(operation, "POST", path, (), headers, urlencode(whole).encode(), whole)


def _refuse_incomplete(call: _Call, model: ServiceModel) -> None:
    """Refuse a request without a parameter its operation requires, as every service does."""
    shape = model.operation_model(call.operation).input_shape
    if shape is None:
        return
    if call.form is not None:
        # A queue may be named by the path as well.
        given = {name.partition(".")[0] for name in call.form} | ({"QueueUrl"} if call.path != "/" else set())
        for name in shape.required_members:
            if name not in given:
                raise _Refused("MissingParameter", f"The request must contain the parameter {name}.")
    elif model.metadata["protocol"] == "json":
        try:
            members = json.loads(call.body or b"{}")
        except ValueError as error:
            raise _Refused("SerializationException", "") from error
        for name in shape.required_members:
            if not isinstance(members, dict) or members.get(name) is None:
                raise _Refused(
                    "ValidationException",
                    f"1 validation error detected: Value null at '{name[:1].lower()}{name[1:]}' "
                    "failed to satisfy constraint: Member must not be null",
                )


def _send(call: _Call, client: BaseClient, region: str, credentials: Credentials) -> Answer:
    """Sign a request and send it on the way that the requests of botocore's clients take."""
    endpoint = client.meta.endpoint_url.replace(client.meta.region_name, region)
    query = f"?{urlencode(call.query)}" if call.query else ""
    signed = AWSRequest(call.method, f"{endpoint}{call.path}{query}", headers=call.headers, data=call.body)
    signer = S3SigV4Auth if client.meta.service_model.service_name == "s3" else SigV4Auth
    signer(credentials, client.meta.service_model.signing_name, region).add_auth(signed)
    service = client.meta.service_model.service_id.hyphenize()
    answers = client.meta.events.emit(f"before-send.{service}.{call.operation}", request=signed.prepare())
    for _, response in answers:
        if response is not None:
            return Answer(response.status_code, tuple(response.headers.items()), response.content)
    logger.error("nobody answers for %s", endpoint)
    raise refusals.integration_failure(504)
