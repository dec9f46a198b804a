"""Mends of moto's API Gateway."""

from local.moto_fixes.apigateway import (
    authorizers,
    binary_media_types,
    deployments,
    method_settings,
    redeployments,
)


def install() -> None:
    """Mend API Gateway."""
    for mend in (authorizers, binary_media_types, deployments, method_settings, redeployments):
        mend.install()
