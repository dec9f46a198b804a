"""Adds a stage's stacks to an app."""

from collections.abc import Sequence

from aws_cdk import App, Tags

from infra.job_types import JobType, check_catalog
from infra.settings import Settings
from infra.stacks.data import DataStack
from infra.stacks.service import ServiceStack


def add_stage(app: App, settings: Settings, catalog: Sequence[JobType]) -> tuple[DataStack, ServiceStack]:
    """The two stacks of a stage: `Offload-{stage}-Data` and `Offload-{stage}`.

    Raises:
        CatalogError: the catalog cannot be built.
    """
    check_catalog(catalog)
    data = DataStack(app, f"Offload-{settings.stage}-Data", settings=settings, catalog=catalog)
    service = ServiceStack(app, f"Offload-{settings.stage}", settings=settings, catalog=catalog, data=data)
    Tags.of(app).add("offload:stage", settings.stage)
    return data, service
