"""Flaw of moto 5.2.5: CreateRestApi forgets `binaryMediaTypes`.

`APIGatewayResponse.create_rest_api` (apigateway/responses.py) does not hand them over, so only a later patch
sets them. The file can go when it does.
https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRestApi.html

Shown by test_an_api_is_made_with_its_binary_media_types
in tests/flow/local/moto_fixes/test_apigateway.py.
"""

import json

from moto.apigateway.responses import APIGatewayResponse
from moto.core.common_types import TYPE_RESPONSE

from local.moto_fixes.mend import replace

_create_rest_api = APIGatewayResponse.create_rest_api


def install() -> None:
    """Let an API be made with its binary media types."""
    replace(APIGatewayResponse, "create_rest_api", _create)


def _create(self: APIGatewayResponse) -> TYPE_RESPONSE:
    answer = _create_rest_api(self)
    binary = json.loads(self.body or "{}").get("binaryMediaTypes")
    if not binary or answer[0] != 200:
        return answer
    api = self.backend.get_rest_api(json.loads(answer[2])["id"])
    api.binaryMediaTypes = binary
    return 200, answer[1], json.dumps(api.to_dict())
