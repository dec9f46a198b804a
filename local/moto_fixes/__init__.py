"""The mends of moto 5.2.5: one file per flaw, which says what is wrong and when the file can go.

The room changes moto where it differs from AWS, and makes its waits wait on the hub. It knows no template,
no function's code and no engine; who wants to answer invocations registers
with `set_invoker`, who brings events to targets with `set_deliverer`,
who brings notices of buckets with `set_notifier`, who knows permissions with `set_gatekeeper`.
"""

import importlib.metadata

from moto.moto_api._internal import mock_random

from local.hub import Hub
from local.moto_fixes import (
    apigateway,
    arrivals,
    awslambda,
    core,
    current_hub,
    dynamodb,
    events,
    iam,
    kinesis,
    s3,
    scheduler,
    sesv2,
    sns,
    sqs,
    stepfunctions,
)
from local.moto_fixes.awslambda.invoke import InvokeAnswer, Invoker, set_invoker
from local.moto_fixes.events.deliverer import set_deliverer
from local.moto_fixes.mend import MotoChanged
from local.moto_fixes.s3.notices import set_notifier
from local.moto_fixes.sqs.waiting import wait_for_message
from local.moto_fixes.stepfunctions import task_clients, tasks
from local.moto_fixes.stepfunctions.distributed_map.children import set_gatekeeper

__all__ = [
    "InvokeAnswer",
    "Invoker",
    "attach",
    "detach",
    "install",
    "set_deliverer",
    "set_gatekeeper",
    "set_invoker",
    "set_notifier",
    "wait_for_message",
]

#: The one version these mends fit.
MOTO_VERSION = "5.2.5"

_installed = False


def install() -> None:
    """Mend moto in this process, once; call it before anything is created in moto.

    Raises MotoChanged if moto is not the version the mends were written for.
    """
    global _installed
    if _installed:
        return
    version = importlib.metadata.version("moto")
    if version != MOTO_VERSION:
        raise MotoChanged(f"the mends fit moto {MOTO_VERSION}, this is {version}")
    for room in (
        apigateway,
        awslambda,
        dynamodb,
        events,
        iam,
        kinesis,
        s3,
        scheduler,
        sesv2,
        sns,
        sqs,
        stepfunctions,
        core,
    ):
        room.install()
    _installed = True


def attach(hub: Hub) -> None:
    """Let moto wait on `hub`, and make moto's identifiers follow the hub's seed."""
    current_hub.point_at(hub)
    task_clients.forget()
    mock_random.seed(hub.random.getrandbits(64))


def detach() -> None:
    """Leave moto without a hub: what has to wait raises NoHub from now on."""
    current_hub.point_at(None)
    tasks.forget()
    arrivals.forget()
