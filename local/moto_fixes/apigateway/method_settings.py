"""Flaw of moto 5.2.5: a method's settings come with limits that AWS does not have.

`Stage._get_default_method_settings` (apigateway/models.py) gives 1,000 requests a second and 2,000 at once to
a method for which a stage sets anything, its log level say; on AWS the account's limits hold then, 10,000 and
5,000. The file can go when moto gives those.
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html

Shown by test_a_setting_of_a_method_sets_no_limits
in tests/flow/local/moto_fixes/test_apigateway.py.
"""

from typing import Any

from moto.apigateway.models import Stage

from local.moto_fixes.mend import replace

_defaults = Stage._get_default_method_settings


def install() -> None:
    """Let the account's limits hold where a stage sets none."""
    replace(Stage, "_get_default_method_settings", _settings)


def _settings(self: Stage) -> dict[str, Any]:
    return _defaults(self) | {"throttlingRateLimit": 10_000.0, "throttlingBurstLimit": 5_000}
