"""A small REST API, made through the AWS API, with the gateway in front of it."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local.gateway import Gateway, Request, Response
from local.users import ALICE, BOB, User
from tests.flow.local.handmade import ROLE, Handmade

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef

HOST = "127.0.0.1:8000"
JSON = {"Content-Type": "application/json"}
TAKEN = ("application/json", "text/plain")
FORM = {"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"}


class HandmadeApi:
    """A REST API on an empty local stack; `deploy` puts it behind the gateway."""

    def __init__(self, handmade: Handmade) -> None:
        self.stack = handmade.stack
        self.control = self.stack.client("apigateway")
        api = self.control.create_rest_api(name="handmade")
        self.id: str = api["id"]
        self._resources: dict[str, str] = {"/": api["rootResourceId"]}
        self.gateway = Gateway(self.stack.client, self.stack.guard, self.stack.hub)
        self._deployed = False

    def resource(self, path: str) -> str:
        """Return the id of a path's resource, made where it is missing."""
        if path not in self._resources:
            parent, _, part = path.rpartition("/")
            made = self.control.create_resource(
                restApiId=self.id, parentId=self.resource(parent or "/"), pathPart=part
            )
            self._resources[path] = made["id"]
        return self._resources[path]

    def validator(self, **checks: bool) -> str:
        """Make a request validator; return its id."""
        return str(self.control.create_request_validator(restApiId=self.id, name="checks", **checks)["id"])

    def model(self, name: str, schema: Mapping[str, Any]) -> None:
        """Make a model of a JSON schema."""
        self.control.create_model(
            restApiId=self.id, name=name, contentType="application/json", schema=json.dumps(schema)
        )

    def binary(self, *media_types: str) -> None:
        """Make media types binary."""
        patches = [
            {"op": "add", "path": f"/binaryMediaTypes/{each.replace('/', '~1')}", "value": each}
            for each in media_types
        ]
        self.control.update_rest_api(restApiId=self.id, patchOperations=patches)

    def refusal(self, kind: str, **response: Any) -> None:
        """Set a gateway response."""
        self.control.put_gateway_response(restApiId=self.id, responseType=kind, **response)

    def method(
        self,
        verb: str,
        path: str,
        integration: Mapping[str, Any],
        *,
        responses: Mapping[str, Mapping[str, Any]] | None = None,
        **method: Any,
    ) -> None:
        """Put a method with its integration; `responses` are integration responses by status."""
        place = {"restApiId": self.id, "resourceId": self.resource(path), "httpMethod": verb}
        self.control.put_method(**place, **({"authorizationType": "NONE"} | method))
        self.control.put_integration(**place, **integration)
        for status, response in (responses or {}).items():
            headers = dict.fromkeys(response.get("responseParameters", {}), True)
            self.control.put_method_response(**place, statusCode=status, responseParameters=headers)
            self.control.put_integration_response(**place, statusCode=status, **response)

    def mock(self, verb: str, path: str, response: str = "", **method: Any) -> None:
        """Put a method that answers 200 and a rendered template."""
        self.method(
            verb,
            path,
            {"type": "MOCK", "requestTemplates": dict.fromkeys(TAKEN, '{"statusCode": 200}')},
            responses={"200": {"responseTemplates": {"application/json": response}}},
            **method,
        )

    def function(self, verb: str, path: str, arn: str, *, source: str = "*/*/*", **method: Any) -> None:
        """Put a method that a Lambda function answers by proxy, permitted for methods like `source`."""
        uri = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arn}/invocations"
        self.method(
            verb,
            path,
            {"type": "AWS_PROXY", "integrationHttpMethod": "POST", "uri": uri},
            **method,
        )
        self.stack.client("lambda").add_permission(
            FunctionName=arn,
            StatementId=f"{verb}{abs(hash(path))}",
            Action="lambda:InvokeFunction",
            Principal="apigateway.amazonaws.com",
            SourceArn=f"arn:aws:execute-api:us-east-1:123456789012:{self.id}/{source}",
        )

    def queue(self, verb: str, path: str, queue: str, template: str, **more: Any) -> None:
        """Put a method that sends a form to a queue."""
        uri = f"arn:aws:apigateway:us-east-1:sqs:path/123456789012/{queue}"
        integration = {
            "type": "AWS",
            "integrationHttpMethod": "POST",
            "uri": uri,
            "credentials": ROLE,
            "requestParameters": FORM,
            "requestTemplates": {"application/json": template},
            "passthroughBehavior": "NEVER",
        }
        self.method(verb, path, integration | more.pop("integration", {}), **more)

    def deploy(self, **stage: Any) -> "HandmadeApi":
        """Deploy what is there now, to the one stage."""
        deployment = self.control.create_deployment(restApiId=self.id)["id"]
        if not self._deployed:
            self.control.create_stage(restApiId=self.id, stageName="dev", deploymentId=deployment, **stage)
            self._deployed = True
        else:
            self._patch("/deploymentId", deployment)
            self.stack.clock.advance(seconds=1)
        return self

    def throttle(self, path: str, *, rate: int, burst: int) -> None:
        """Set a method's limits; a path such as `*/*` or `~1jobs/POST`."""
        self._patch(f"/{path}/throttling/rateLimit", str(rate))
        self._patch(f"/{path}/throttling/burstLimit", str(burst))
        self.stack.clock.advance(seconds=1)

    def _patch(self, path: str, value: str) -> None:
        patch = [{"op": "replace", "path": path, "value": value}]
        self.control.update_stage(restApiId=self.id, stageName="dev", patchOperations=patch)

    def call(
        self,
        verb: str,
        path: str,
        body: bytes | str = b"",
        *,
        headers: Mapping[str, str] | None = None,
        query: str = "",
        user: User | None = None,
    ) -> Response:
        """Send a request through the gateway, signed where a user is given."""
        return self.send(request(verb, path, body, headers=headers, query=query, user=user))

    def messages(self, queue: str) -> "list[MessageTypeDef]":
        """Receive and delete up to ten messages of the queue of that URL."""
        sqs = self.stack.client("sqs")
        messages = sqs.receive_message(
            QueueUrl=queue, MaxNumberOfMessages=10, AttributeNames=["All"], MessageAttributeNames=["All"]
        ).get("Messages", [])
        for message in messages:
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        return messages

    def send(self, request: Request) -> Response:
        """Send a request as it is."""
        return self.stack.hub.call(lambda: self.gateway.handle(request))


def request(
    verb: str,
    path: str,
    body: bytes | str = b"",
    *,
    headers: Mapping[str, str] | None = None,
    query: str = "",
    user: User | None = None,
    service: str = "execute-api",
    region: str = "us-east-1",
) -> Request:
    """Make a request to the gateway, signed where a user is given."""
    data = body.encode() if isinstance(body, str) else body
    all_headers = {"Host": HOST, **(headers or {})}
    if user is not None:
        url = f"http://{HOST}{path}" + (f"?{query}" if query else "")
        signed = AWSRequest(verb, url, headers=all_headers, data=data)
        SigV4Auth(Credentials(user.access_key, user.secret_key), service, region).add_auth(signed)
        all_headers = dict(signed.headers.items())
    return Request(verb, path, query, tuple(all_headers.items()), data)


__all__ = ["ALICE", "BOB", "HOST", "JSON", "HandmadeApi", "request"]
