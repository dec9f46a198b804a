"""Environment variables that keep this process away from a real AWS while a stack is up."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from local.account import REGION


@contextmanager
def decoys(aws_url: str) -> Iterator[None]:
    """Hide the user's AWS settings and credentials, and tell moto where S3 is reached over HTTP."""
    before = dict(os.environ)
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ |= {
        "AWS_ACCESS_KEY_ID": "decoy",
        "AWS_SECRET_ACCESS_KEY": "decoy",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
        "MOTO_S3_CUSTOM_ENDPOINTS": aws_url,
    }
    try:
        yield
    finally:
        os.environ.clear()
        os.environ |= before
