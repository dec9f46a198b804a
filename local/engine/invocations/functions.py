"""The Lambda functions moto holds, as far as running one needs to know."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_lambda.type_defs import FunctionConfigurationResponseTypeDef


@dataclass(frozen=True)
class AsynchronousConfiguration:
    """What becomes of a function's asynchronous invocations.

    https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html

    Attributes:
        max_retries: tries after the first, at most.
        max_age: seconds until an event is given up.
        on_success: the ARN of what is told of successes.
        on_failure: the ARN of what is told of failures.
        dead_letters: the ARN of the queue or topic that is sent the events that failed.
    """

    max_retries: int = 2
    max_age: float = 6 * 3600.0
    on_success: str | None = None
    on_failure: str | None = None
    dead_letters: str | None = None


@dataclass(frozen=True)
class Function:
    """One function's configuration.

    Attributes:
        name: the physical name.
        arn: without a version.
        version: "$LATEST" or a number.
        role: the ARN of its execution role.
        handler: as configured, such as "functions.intake.handler.handle".
        runtime: such as "python3.13".
        timeout: of one invocation, in seconds.
        memory: in MB.
        variables: the configured environment variables.
        code: the digest of its code.
        layers: ARNs of layer versions, first come first.
        log_group: where its logs go.
        reserved_concurrency: invocations at a time at most; None for no limit of its own.
        asynchronous: what becomes of its asynchronous invocations.
    """

    name: str
    arn: str
    version: str
    role: str
    handler: str
    runtime: str
    timeout: float
    memory: int
    variables: Mapping[str, str]
    code: str
    layers: tuple[str, ...]
    log_group: str
    reserved_concurrency: int | None
    asynchronous: AsynchronousConfiguration


class Functions:
    """Reads functions from moto and remembers them until something about Lambda changes.

    Args:
        client: of Lambda.
    """

    def __init__(self, client: "LambdaClient") -> None:
        self._client = client
        self._known: dict[str, Function] = {}

    def forget(self) -> None:
        """Read every function again when it is asked for next."""
        # Not cleared: who is reading one now keeps it where nobody looks any more.
        self._known = {}

    def get(self, name: str) -> Function:
        """Return a function by its name or ARN. Raises the client's ResourceNotFoundException."""
        known = self._known
        if name not in known:
            known[name] = self._read(name)
        return known[name]

    def names(self) -> list[str]:
        """Return the physical names of all functions."""
        pages = self._client.get_paginator("list_functions").paginate()
        return [function["FunctionName"] for page in pages for function in page["Functions"]]

    def _read(self, name: str) -> Function:
        configuration = self._client.get_function_configuration(FunctionName=name)
        physical = configuration["FunctionName"]
        reserved = self._client.get_function_concurrency(FunctionName=physical)
        return _function(
            configuration,
            reserved.get("ReservedConcurrentExecutions"),
            self._asynchronous(physical, configuration),
        )

    def _asynchronous(
        self, name: str, configuration: "FunctionConfigurationResponseTypeDef"
    ) -> AsynchronousConfiguration:
        listed = self._client.list_function_event_invoke_configs(FunctionName=name)
        configs = listed.get("FunctionEventInvokeConfigs", [])
        config = configs[0] if configs else {}
        destinations = config.get("DestinationConfig", {})
        return AsynchronousConfiguration(
            max_retries=config.get("MaximumRetryAttempts", AsynchronousConfiguration.max_retries),
            max_age=config.get("MaximumEventAgeInSeconds", AsynchronousConfiguration.max_age),
            on_success=destinations.get("OnSuccess", {}).get("Destination"),
            on_failure=destinations.get("OnFailure", {}).get("Destination"),
            dead_letters=configuration.get("DeadLetterConfig", {}).get("TargetArn") or None,
        )


def _function(
    configuration: "FunctionConfigurationResponseTypeDef",
    reserved_concurrency: int | None,
    asynchronous: AsynchronousConfiguration,
) -> Function:
    name = configuration["FunctionName"]
    return Function(
        name=name,
        arn=configuration["FunctionArn"],
        version=configuration["Version"],
        role=configuration["Role"],
        handler=configuration["Handler"],
        runtime=configuration["Runtime"],
        timeout=configuration["Timeout"],
        memory=configuration["MemorySize"],
        variables=configuration.get("Environment", {}).get("Variables", {}),
        code=configuration["CodeSha256"],
        layers=tuple(layer["Arn"] for layer in configuration.get("Layers", [])),
        log_group=configuration.get("LoggingConfig", {}).get("LogGroup", f"/aws/lambda/{name}"),
        reserved_concurrency=reserved_concurrency,
        asynchronous=asynchronous,
    )
