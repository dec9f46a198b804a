"""moto keeps the first configuration of asynchronous invocations for good, and an update replaces nothing.

moto 5.2.5, `awslambda/models.py: LambdaBackend.put_function_event_invoke_config` appends what it is given and
always reads the first; `update_function_event_invoke_config` does the same. On AWS a put replaces all of it,
an update what it names, and the answer has both destinations. Can go when moto replaces them.
https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html

Shown by test_an_update_of_asynchronous_invocations_changes_what_it_names
in tests/flow/local/moto_fixes/test_lambda.py.
"""

from typing import Any

from moto.awslambda.models import EventInvokeConfig, LambdaBackend

from local.moto_fixes.mend import replace

_moto_put = LambdaBackend.put_function_event_invoke_config


def install() -> None:
    """Mend moto."""
    replace(LambdaBackend, "put_function_event_invoke_config", _put)
    replace(LambdaBackend, "update_function_event_invoke_config", _update)


def _put(backend: LambdaBackend, function_name: str, config: dict[str, Any]) -> dict[str, Any]:
    function = backend.get_function(function_name)
    before, function.event_invoke_config = function.event_invoke_config, []
    destinations = {"OnSuccess": {}, "OnFailure": {}} | (config.get("DestinationConfig") or {})
    try:
        return _moto_put(backend, function_name, config | {"DestinationConfig": destinations})
    except Exception:
        function.event_invoke_config = before  # it was refused
        raise


def _update(backend: LambdaBackend, function_name: str, config: dict[str, Any]) -> dict[str, Any]:
    before: list[EventInvokeConfig] = backend.get_function(function_name).event_invoke_config
    return _put(backend, function_name, (before[0].config if before else {}) | config)
