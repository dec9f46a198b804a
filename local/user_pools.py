"""The user pools that authorizers name and no template makes: stand-ins for them, with the local people.

A stage may take tokens of a pool that lies outside its template; here the pool is made under its own id, with
them in it and one client, so that the AWS API gives tokens for them.
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
"""

from typing import TYPE_CHECKING

from local.account import ACCOUNT_ID
from local.clients import client
from local.users import USERS

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient

#: Everybody's, on this machine only.
PASSWORD = "Local-only-1"
#: The name of each pool's client, to ask for tokens with.
CLIENT = "local"


def make_named_pools() -> None:
    """Make every pool that an authorizer names and that is not there."""
    gateway: APIGatewayClient = client("apigateway")
    for api in gateway.get_rest_apis(limit=500)["items"]:
        for authorizer in gateway.get_authorizers(restApiId=api["id"], limit=500)["items"]:
            for arn in authorizer.get("providerARNs", ()):
                _make(arn)


def _make(arn: str) -> None:
    # Imported where it is needed: it takes long, and few stages have a pool.
    from moto.cognitoidp.models import cognitoidp_backends

    _, _, _, region, _, resource = arn.split(":")
    backend, pool_id = cognitoidp_backends[ACCOUNT_ID][region], resource.rpartition("/")[2]
    if pool_id in backend.user_pools:
        return
    # Cognito gives ids at random, and no call of it can choose them.
    pool = backend.create_user_pool(pool_id, {})
    del backend.user_pools[pool.id]
    pool.id, pool.arn = pool_id, arn
    backend.user_pools[pool_id] = pool
    backend.create_user_pool_client(pool_id, generate_secret=False, extended_config={"ClientName": CLIENT})
    for group in sorted({group for user in USERS for group in user.groups}):
        backend.create_group(pool_id, group, description="", role_arn="", precedence=0)
    for user in USERS:
        backend.admin_create_user(
            pool_id, user.name, message_action="SUPPRESS", temporary_password=PASSWORD, attributes=[]
        )
        backend.admin_set_user_password(pool_id, user.name, PASSWORD, permanent=True)
        for group in user.groups:
            backend.admin_add_user_to_group(pool_id, group, user.name)
