"""Flaw of moto 5.2.5: an authorizer forgets `identityValidationExpression`.

`RestAPI.create_authorizer` (apigateway/models.py) hands it on under a misspelt name, `identiy_…`, that nobody
reads. The file can go when it is spelt right.
https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html

Shown by test_a_token_of_the_wrong_form_never_reaches_the_function
in tests/flow/local/gateway/test_authorizers.py.
"""

from typing import Any

from moto.apigateway.models import Authorizer, RestAPI

from local.moto_fixes.mend import replace

_create_authorizer = RestAPI.create_authorizer


def install() -> None:
    """Let an authorizer keep what its tokens must look like."""
    replace(RestAPI, "create_authorizer", _create)


def _create(self: RestAPI, *arguments: Any, **named: Any) -> Authorizer:
    authorizer = _create_authorizer(self, *arguments, **named)
    authorizer.identity_validation_expression = named.get("identiy_validation_expression")
    return authorizer
