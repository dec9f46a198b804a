"""The assets of functions and of the layer they share, as the CDK wants them."""

from collections.abc import Mapping
from pathlib import Path

from aws_cdk import AssetHashType, Stack
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.packaging.sources import Sources
from infra.packaging.staging import stage
from infra.packaging.target import LAMBDA, Target, host
from infra.settings import Settings

ROOT = Path(__file__).parent.parent.parent
BUILD = ROOT / ".build"


def target(settings: Settings) -> Target:
    """What a stage's wheels are chosen for."""
    return LAMBDA if settings.bundle_for == "lambda" else host()


def architecture(settings: Settings) -> lambda_.Architecture:
    """The processor a stage's functions run on."""
    arm = target(settings).architecture == "arm64"
    return lambda_.Architecture.ARM_64 if arm else lambda_.Architecture.X86_64


def function_code(
    scope: Construct, settings: Settings, folder: str, *, made: Mapping[str, str] | None = None
) -> lambda_.Code:
    """The code of the functions in `functions/{folder}`, and files that are made for them, by their paths."""
    return _code(scope, settings, Sources(folder, ROOT, ROOT / "functions" / folder, made=made or {}))


def layer_code(scope: Construct, settings: Settings) -> lambda_.Code:
    """The code of the shared layer, `functions/offload`."""
    return _code(scope, settings, Sources("offload", ROOT, ROOT / "functions" / "offload", prefix="python"))


def _code(scope: Construct, settings: Settings, sources: Sources) -> lambda_.Code:
    wheels_for = target(settings)
    folder = stage(sources, wheels_for, build=BUILD, bundle=Stack.of(scope).bundling_required)
    return lambda_.Code.from_asset(
        str(folder), asset_hash=sources.hash(wheels_for), asset_hash_type=AssetHashType.CUSTOM
    )
