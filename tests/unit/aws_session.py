"""One boto3 session for all unit tests: reading a service's model takes longer than any of them."""

import functools

import boto3


@functools.cache
def aws_session() -> boto3.session.Session:
    """Return the session; its clients reach moto while `mock_aws` is started."""
    return boto3.session.Session(
        aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1"
    )
