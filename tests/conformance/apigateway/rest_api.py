"""A REST API of a test's own: its resources and methods, deployed to a stage and called there over HTTP."""

import json
from collections.abc import Mapping
from typing import Any

import httpx

from tests.conformance.aws import Aws

JSON = {"Content-Type": "application/json"}
STAGE = "test"
#: How long a deployment or a setting may take to show, in seconds.
SETTLING = 2.0


class RestApi:
    """A REST API, empty at first.

    Args:
        aws: where it is made.
        api: more of CreateRestApi's parameters.

    Attributes:
        id: of the API.
    """

    def __init__(self, aws: Aws, **api: Any) -> None:
        self.aws = aws
        self.control = aws.client("apigateway")
        made = self.control.create_rest_api(name=aws.unique("api"), **api)
        self.id: str = made["id"]
        self._resources: dict[str, str] = {"/": made["rootResourceId"]}

    @property
    def arn(self) -> str:
        """The ARN that policies name the API by."""
        return f"arn:aws:execute-api:{self.aws.region}:{self.aws.account}:{self.id}"

    def resource(self, path: str) -> str:
        """Return the id of a path's resource, made where it is missing."""
        if path not in self._resources:
            parent, _, part = path.rpartition("/")
            made = self.control.create_resource(
                restApiId=self.id, parentId=self.resource(parent or "/"), pathPart=part
            )
            self._resources[path] = made["id"]
        return self._resources[path]

    def method(
        self,
        verb: str,
        path: str,
        integration: Mapping[str, Any],
        responses: Mapping[str, Mapping[str, Any]] | None = None,
        **method: Any,
    ) -> None:
        """Put a method with its integration; `responses` are integration responses by status."""
        place: Any = {"restApiId": self.id, "resourceId": self.resource(path), "httpMethod": verb}
        self.control.put_method(**place, **({"authorizationType": "NONE"} | method))
        self.control.put_integration(**place, **integration)
        for status, response in (responses or {}).items():
            headers = dict.fromkeys(response.get("responseParameters", {}), False)
            self.control.put_method_response(**place, statusCode=status, responseParameters=headers)
            self.control.put_integration_response(**place, statusCode=status, **response)

    def mock(
        self,
        verb: str,
        path: str,
        template: str = "",
        *,
        response: Mapping[str, Any] | None = None,
        **method: Any,
    ) -> None:
        """Put a method that answers 200 and what a template makes of the request's parameters."""
        answer = {"responseTemplates": {"application/json": template}, **(response or {})}
        asks = {"type": "MOCK", "requestTemplates": {"application/json": '{"statusCode": 200}'}}
        self.method(verb, path, asks, {"200": answer}, **method)

    def service(
        self,
        path: str,
        action: str,
        template: str,
        responses: Mapping[str, Mapping[str, Any]] | None = None,
        *,
        verb: str = "POST",
        **integration: Any,
    ) -> None:
        """Put a method that calls an AWS service, as a role that may do everything.

        Args:
            action: what follows the region in the integration's URI, such as `states:action/StartExecution`.
            template: makes the service's request of a JSON body.
        """
        asks = {
            "type": "AWS",
            "integrationHttpMethod": "POST",
            "uri": f"arn:aws:apigateway:{self.aws.region}:{action}",
            "credentials": self.aws.role(service="apigateway"),
            "requestTemplates": {"application/json": template},
        }
        self.method(verb, path, asks | integration, responses or {"200": {}})

    def function(
        self,
        verb: str,
        path: str,
        name: str,
        *,
        kind: str = "AWS_PROXY",
        integration: Mapping[str, Any] | None = None,
        responses: Mapping[str, Mapping[str, Any]] | None = None,
        **method: Any,
    ) -> None:
        """Put a method that a function answers, and let API Gateway invoke it."""
        asks = {"type": kind, "integrationHttpMethod": "POST", "uri": self.function_uri(name)}
        self.method(verb, path, asks | dict(integration or {}), responses, **method)

    def function_uri(self, name: str) -> str:
        """Return the URI of a function, which API Gateway may invoke from now on."""
        lambda_ = self.aws.client("lambda")
        lambda_.add_permission(
            FunctionName=name,
            StatementId=self.aws.unique("gateway"),
            Action="lambda:InvokeFunction",
            Principal="apigateway.amazonaws.com",
            SourceArn=f"{self.arn}/*",
        )
        arn = lambda_.get_function(FunctionName=name)["Configuration"]["FunctionArn"]
        return f"arn:aws:apigateway:{self.aws.region}:lambda:path/2015-03-31/functions/{arn}/invocations"

    def deploy(self, **deployment: Any) -> "RestApi":
        """Deploy what is there now to the stage, and wait until that shows."""
        self.control.create_deployment(restApiId=self.id, stageName=STAGE, **deployment)
        self.aws.wait(SETTLING)
        return self

    def change_stage(self, **values: str) -> None:
        """Set properties of the stage, by their paths with dots for slashes; wait until that shows."""
        self.control.update_stage(
            restApiId=self.id,
            stageName=STAGE,
            patchOperations=[
                {"op": "replace", "path": path, "value": value} for path, value in values.items()
            ],
        )
        self.aws.wait(SETTLING)

    def call(
        self,
        verb: str,
        path: str,
        body: object = None,
        *,
        headers: Mapping[str, str] | None = None,
        signed: bool = False,
    ) -> httpx.Response:
        """Call the stage; a body that is neither bytes nor text is sent as JSON."""
        content = body if isinstance(body, bytes | str) else json.dumps(body) if body is not None else None
        url = self.aws.invoke_url(self.id, STAGE) + path
        given = (JSON if body is not None else {}) | dict(headers or {})
        with self.aws.http(signed=signed) as http:
            return http.request(verb, url, content=content, headers=given)
