"""Synthesizes a stage as a test wants it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aws_cdk import App, Stack

from infra.catalog import CATALOG
from infra.settings import make_settings
from infra.stacks.data import DataStack
from infra.stacks.kit import KitStack
from infra.stage import add_stage
from infra.workload.workload import Workload
from tests.infra.template import Template

ROOT = Path(__file__).parent.parent.parent
CONTEXT = json.loads((ROOT / "cdk.json").read_text())["context"]


@dataclass(frozen=True)
class Synthesis:
    """A stage: its templates, and the constructs they come from.

    Attributes:
        data: the template of what holds data.
        service: those of the kit and of the workloads, as one.
    """

    outdir: Path
    data: Template
    service: Template
    stacks: tuple[Stack, ...]


def synthesize(
    outdir: Path,
    *,
    stage: str = "dev",
    settings: Mapping[str, object] | None = None,
    catalog: Sequence[Workload] = CATALOG,
) -> Synthesis:
    """A stage without wheels, with its settings of cdk.json changed by `settings`."""
    app = _app(outdir)
    chosen = make_settings(stage, {**CONTEXT["stages"][stage], **(settings or {})})
    stacks = add_stage(app, chosen, catalog)
    app.synth()
    served = [Template.read(outdir, stack.stack_name) for stack in (stacks.kit, *stacks.workloads)]
    return Synthesis(
        outdir,
        Template.read(outdir, stacks.data.stack_name),
        Template.together(served),
        stacks.all(),
    )


def synthesize_kit(outdir: Path, catalog: Sequence[Workload]) -> None:
    """The two stacks that all workloads share, in a third of the time that all stacks take."""
    app = _app(outdir)
    settings = make_settings("dev", CONTEXT["stages"]["dev"])
    data = DataStack(app, "Data", settings=settings, catalog=catalog)
    KitStack(app, "Kit", settings=settings, catalog=catalog, data=data)
    app.synth()


def _app(outdir: Path) -> App:
    return App(
        outdir=str(outdir),
        context={**CONTEXT, "aws:cdk:bundling-stacks": []},
        analytics_reporting=False,
        builtin_cloud_formation_validation=False,  # cfn-lint reads what these tests make
    )
