"""The layer every function has: the kit's own code, Powertools and Pydantic.

boto3 and botocore are not in it: the runtime brings them.
"""

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.constructs.code import architecture, layer_code
from infra.settings import Settings


def make_shared_layer(
    scope: Construct, construct_id: str, *, settings: Settings, short_name: str = "layer"
) -> lambda_.LayerVersion:
    """The layer of a stack's functions."""
    return lambda_.LayerVersion(
        scope,
        construct_id,
        layer_version_name=settings.physical_name(short_name),
        description="Offload's shared code, Powertools and Pydantic",
        code=layer_code(scope, settings),
        compatible_runtimes=[lambda_.Runtime.PYTHON_3_13],
        compatible_architectures=[architecture(settings)],
    )
