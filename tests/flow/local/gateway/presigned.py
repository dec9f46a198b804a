"""Presigned S3 URLs, made as a handler makes them."""

import boto3
from botocore.config import Config

from local.users import ALICE, User


def presigned(
    endpoint: str,
    operation: str,
    *,
    user: User = ALICE,
    expires: int = 300,
    version: str = "s3v4",
    **parameters: object,
) -> str:
    """Return a URL good for `expires` seconds of an S3 operation at an endpoint."""
    s3 = boto3.client(
        "s3",
        region_name="us-east-1",
        aws_access_key_id=user.access_key,
        aws_secret_access_key=user.secret_key,
        endpoint_url=endpoint,
        config=Config(signature_version=version, s3={"addressing_style": "path"}),
    )
    return str(s3.generate_presigned_url(operation, Params=parameters, ExpiresIn=expires))
