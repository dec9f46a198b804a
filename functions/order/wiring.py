"""Wiring: puts an order's parts together from the function's environment.

A fork that has a payment provider, or a carrier, replaces the sandbox here and nowhere else.
"""

import os
import time

from functions.offload.aws import client
from functions.offload.callback.asking import Asked
from functions.offload.callback.questions import Questions
from functions.offload.step import StepJob
from functions.order.inventory import Inventory
from functions.order.payments import Payments
from functions.order.price_list import read_price_list
from functions.order.records import Records
from functions.order.sandbox_carrier import SandboxCarrier
from functions.order.sandbox_provider import SandboxProvider
from functions.order.shipments import Shipments


def run_key(job: StepJob) -> str:
    """What every effect of a run is keyed by; a retry of the job is a new run, with effects of its own."""
    return f"{job.key}#{job.run}"


def inventory() -> Inventory:
    """The inventory behind the shipped price list."""
    return Inventory(_records(), read_price_list())


def payments() -> Payments:
    """Payments through the sandbox provider."""
    return Payments(_records(), SandboxProvider(_records()))


def shipments() -> Shipments:
    """Shipments through the sandbox carrier."""
    return Shipments(_records(), SandboxCarrier(_records()))


def withdraw_question(asked: Asked, job: StepJob) -> None:
    """Let nobody answer what this run has asked, or may yet ask: it is being undone."""
    questions = Questions(client("dynamodb"), os.environ["OWN_TABLE"])
    questions.close(asked.kind, job, "the order is not going on", now=time.time())


def _records() -> Records:
    return Records(client("dynamodb"), os.environ["OWN_TABLE"])
