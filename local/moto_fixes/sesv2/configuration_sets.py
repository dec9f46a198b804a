"""moto names the errors of configuration sets as version 1 of SES's API does.

moto 5.2.5, `ses/models.py: SESBackend.create_configuration_set_v2` and `describe_configuration_set` are
shared by both versions; a client of version 2 knows no ConfigurationSetDoesNotExist. Deleting one that is
not there is an error of moto's own. Can go when moto tells the versions apart.

https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetConfigurationSet.html

Shown by test_a_configuration_set_that_is_not_there_is_not_found
in tests/flow/local/moto_fixes/test_sesv2.py.
"""

from typing import Any

from moto.ses.models import ConfigurationSet
from moto.sesv2.models import SESV2Backend

from local.moto_fixes.mend import replace
from local.moto_fixes.sesv2.refusal import Refusal, not_found

_moto_create = SESV2Backend.create_configuration_set


def install() -> None:
    """Mend moto."""
    replace(SESV2Backend, "create_configuration_set", _create)
    replace(SESV2Backend, "get_configuration_set", configuration_set)
    replace(SESV2Backend, "delete_configuration_set", _delete)


def configuration_set(backend: SESV2Backend, configuration_set_name: str) -> ConfigurationSet:
    """Return a configuration set. Raises NotFoundException."""
    found: ConfigurationSet | None = backend.core_backend.config_sets.get(configuration_set_name)
    if found is None:
        raise not_found(f"Configuration set <{configuration_set_name}> does not exist.")
    return found


def _create(backend: SESV2Backend, configuration_set_name: str, **options: Any) -> None:
    if configuration_set_name in backend.core_backend.config_sets:
        message = f"Configuration set <{configuration_set_name}> already exists."
        raise Refusal("AlreadyExistsException", message)
    _moto_create(backend, configuration_set_name, **options)


def _delete(backend: SESV2Backend, configuration_set_name: str) -> None:
    configuration_set(backend, configuration_set_name)
    del backend.core_backend.config_sets[configuration_set_name]
