"""The CDK app: settings of a stage in, stacks out.

The CDK CLI runs it (`cdk.json`), and it also runs by itself: `python app.py` leaves the cloud assembly in
`cdk.out`. Without the CLI the context of cdk.json is read here, and what the environment variable
CDK_CONTEXT_JSON holds comes before it, as from the CLI: `{"stage": "prod"}`, or
`{"aws:cdk:bundling-stacks": []}` to leave the wheels out of a synthesis that will not be deployed.
"""

import json
import os
import sys
from pathlib import Path

from aws_cdk import App

from infra.packaging.outdir import remove_assets_of_another_kind
from infra.settings import SettingsError, read_settings
from infra.stage import add_stage
from infra.workload.errors import CatalogError

HERE = Path(__file__).parent
OUTDIR = Path(os.environ.get("CDK_OUTDIR", HERE / "cdk.out"))

app = App(
    outdir=str(OUTDIR),
    context=json.loads((HERE / "cdk.json").read_text())["context"],
    analytics_reporting=False,
)
try:
    from infra.catalog import CATALOG  # a wrong entry is told as soon as it is read

    settings = read_settings(app.node)
    remove_assets_of_another_kind(
        OUTDIR, f"{settings.bundle_for}, {app.node.try_get_context('aws:cdk:bundling-stacks')}"
    )
    add_stage(app, settings, CATALOG)
except (SettingsError, CatalogError) as error:
    sys.exit(str(error))
app.synth()
