"""Adds a stage's stacks to an app."""

from collections.abc import Sequence
from dataclasses import dataclass

from aws_cdk import App, Stack, Tags

from infra.settings import Settings
from infra.stacks.data import DataStack
from infra.stacks.kit import KitStack
from infra.stacks.workload import WorkloadStack
from infra.workload.workload import Workload, check_catalog


@dataclass(frozen=True)
class StageStacks:
    """The stacks of a stage, each deployable by itself."""

    data: DataStack
    kit: KitStack
    workloads: tuple[WorkloadStack, ...]

    def all(self) -> tuple[Stack, ...]:
        """Each of them, what others need first."""
        return (self.data, self.kit, *self.workloads)


def add_stage(app: App, settings: Settings, catalog: Sequence[Workload]) -> StageStacks:
    """The stacks of a stage: `Offload-{stage}-Data`, `Offload-{stage}`, `Offload-{stage}-{Workload}` each.

    Raises:
        CatalogError: the catalog cannot be built.
    """
    check_catalog(catalog)
    prefix = f"Offload-{settings.stage}"
    data = DataStack(app, f"{prefix}-Data", settings=settings, catalog=catalog)
    kit = KitStack(app, prefix, settings=settings, catalog=catalog, data=data)
    workloads = [
        WorkloadStack(app, f"{prefix}-{workload.camel_name}", settings=settings, workload=workload, data=data)
        for workload in catalog
    ]
    for workload in workloads:
        # Its rules need the bus, and its first event or job comes from there.
        workload.add_stack_dependency(kit)
    Tags.of(app).add("offload:stage", settings.stage)
    return StageStacks(data, kit, tuple(workloads))
