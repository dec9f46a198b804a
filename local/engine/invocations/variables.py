"""The environment variables a handler finds: its own, and those Lambda sets. Nothing of the host's.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
"""

import os
from collections.abc import Mapping

from local.engine.invocations.functions import Function
from local.permissions import Credentials


def variables(
    function: Function, *, region: str, root: str, log_stream: str, aws_url: str, credentials: Credentials
) -> Mapping[str, str]:
    """Return all variables of a new environment of `function`.

    Args:
        function: whose own variables come last; it cannot set the reserved ones.
        region: the AWS region.
        root: the directory of its code.
        log_stream: the name of its log stream.
        aws_url: where S3 is reached over HTTP, so that links signed by the handler work outside.
        credentials: of the function's role.
    """
    return {
        "LANG": "en_US.UTF-8",
        "PATH": "/usr/local/bin:/usr/bin:/bin:/opt/bin",
        "TZ": ":UTC",
        "AWS_DEFAULT_REGION": region,
        "AWS_REGION": region,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.runtime}",
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory),
        "AWS_LAMBDA_FUNCTION_VERSION": function.version,
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": function.log_group,
        "AWS_LAMBDA_LOG_STREAM_NAME": log_stream,
        "AWS_ACCESS_KEY_ID": credentials.access_key,
        "AWS_SECRET_ACCESS_KEY": credentials.secret_key,
        "AWS_SESSION_TOKEN": credentials.session_token,
        "LAMBDA_TASK_ROOT": root,
        "LAMBDA_RUNTIME_DIR": "/var/runtime",
        "_HANDLER": function.handler,
        **function.variables,
        # What follows is of this machine, not of Lambda: no settings of its user reach the handler, links
        # lead to the local S3, and addresses are the ones moto knows.
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL_S3": aws_url,
        "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
    }
