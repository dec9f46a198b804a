"""Mends of moto's API Gateway."""

from local.moto_fixes.apigateway import (
    binary_media_types,
    deployments,
    method_settings,
    redeployments,
)


def install() -> None:
    """Mend API Gateway."""
    for mend in (binary_media_types, deployments, method_settings, redeployments):
        mend.install()
