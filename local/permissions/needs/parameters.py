"""Parameters (SSM) and secrets (Secrets Manager), for those who read them.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
"""

from moto.secretsmanager.models import secretsmanager_backends

from local.account import ACCOUNT_ID
from local.permissions.call import ApiCall
from local.permissions.request import Need


def needs(call: ApiCall) -> tuple[Need, ...] | None:
    """Return what `call` needs."""
    parameters = call.parameters
    match call.operation:
        case "GetParameter" | "PutParameter":
            return (_parameter(call, parameters["Name"]),)
        case "GetParameters":
            return tuple(_parameter(call, name) for name in parameters["Names"])
        case "GetParametersByPath":
            return (_parameter(call, parameters["Path"]),)
        case "GetSecretValue" | "DescribeSecret" | "PutSecretValue":
            return (Need(f"secretsmanager:{call.operation}", _secret(call, parameters["SecretId"])),)
    return None


def _parameter(call: ApiCall, name: str) -> Need:
    arn = name if name.startswith("arn:") else call.arn("ssm", f"parameter/{name.lstrip('/').rstrip('/')}")
    return Need(f"ssm:{call.operation}", arn)


def _secret(call: ApiCall, name: str) -> str:
    """Return the ARN of a secret: it ends in six characters that only the secret itself knows."""
    if name.startswith("arn:"):
        return name
    secret = secretsmanager_backends[ACCOUNT_ID][call.region].secrets.get(name)
    return call.arn("secretsmanager", f"secret:{name}") if secret is None else str(secret.arn)
