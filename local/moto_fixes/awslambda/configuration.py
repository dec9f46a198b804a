"""moto forgets where a function logs to and where its failed events go, and names no such places.

moto 5.2.5, `awslambda/models.py: LambdaFunction` reads neither LoggingConfig nor DeadLetterConfig, whether it
is created or updated. Here both are kept and returned. Logs as JSON are refused, as nothing writes them here.
Can go when moto keeps both.

Shown by test_logs_as_json_are_refused
in tests/flow/local/moto_fixes/test_lambda.py.
"""

from collections.abc import Mapping
from typing import Any, Final

from moto.awslambda.exceptions import InvalidParameterValueException
from moto.awslambda.models import LambdaFunction
from moto.core.exceptions import JsonRESTError

from local.moto_fixes.mend import replace

_KEPT: Final = ("LoggingConfig", "DeadLetterConfig")

_moto_init = LambdaFunction.__init__
_moto_get_configuration = LambdaFunction.get_configuration
_moto_update_configuration = LambdaFunction.update_configuration


class NotDoneHere(JsonRESTError):
    """The function is to log as this Lambda cannot."""

    def __init__(self, what: str) -> None:
        super().__init__("InvalidParameterValueException", f"LoggingConfig: {what} is not done locally")


def install() -> None:
    """Mend moto."""
    replace(LambdaFunction, "__init__", _init)
    replace(LambdaFunction, "get_configuration", _get_configuration)
    replace(LambdaFunction, "update_configuration", _update_configuration)


def _init(
    function: LambdaFunction, account_id: str, spec: dict[str, Any], region: str, version: str | int = 1
) -> None:
    _keep(function, spec)
    _moto_init(function, account_id, spec, region, version)


def _update_configuration(function: LambdaFunction, config_updates: dict[str, Any]) -> dict[str, Any]:
    _keep(function, config_updates)
    return _moto_update_configuration(function, config_updates)


def _get_configuration(function: LambdaFunction, on_create: bool = False) -> dict[str, Any]:
    kept: Mapping[str, Any] = vars(function).get("kept", {})
    logging = {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{function.function_name}"}
    configuration = _moto_get_configuration(function, on_create)
    configuration["LoggingConfig"] = logging | kept.get("LoggingConfig", {})
    if kept.get("DeadLetterConfig", {}).get("TargetArn"):
        configuration["DeadLetterConfig"] = kept["DeadLetterConfig"]
    return configuration


def _keep(function: LambdaFunction, given: Mapping[str, Any]) -> None:
    for name, value in given.get("LoggingConfig", {}).items():
        if name != "LogGroup" and (name, value) != ("LogFormat", "Text"):
            raise NotDoneHere(f"{name} {value}")
    target = given.get("DeadLetterConfig", {}).get("TargetArn")
    if target and target.split(":")[2:3] not in (["sqs"], ["sns"]):
        raise InvalidParameterValueException(
            f"The dead letters' target {target} is neither a queue nor a topic."
        )
    kept = vars(function).setdefault("kept", {})
    kept |= {name: given[name] for name in _KEPT if name in given}
