"""Finds a bucket in the name of the host: a virtual-hosted-style address of S3.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
"""

import re

#: As AWS has them, and as programs make them of an endpoint at localhost.
_HOST = re.compile(
    r"(?P<bucket>[a-z0-9][a-z0-9.-]+[a-z0-9])\.(s3([.-][a-z0-9-]+)?\.amazonaws\.com|(s3\.)?localhost)(:\d+)?"
)


def bucket_of(host: str) -> str | None:
    """Return the bucket that the host of a request (with or without a port) names, None if it names none."""
    found = _HOST.fullmatch(host)
    return found["bucket"] if found is not None and found["bucket"] != "s3" else None
