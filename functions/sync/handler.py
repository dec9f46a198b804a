"""The worker of job type `sync`: puts together what pulls the source that the job names."""

import functools
import os

import urllib3

from functions.offload.aws import client
from functions.offload.circuit import Circuit
from functions.offload.job import Job
from functions.offload.worker import worker
from functions.sync.changes_queue import ChangesQueue
from functions.sync.contract import Sync
from functions.sync.feed import Feed
from functions.sync.positions import Positions
from functions.sync.pulling import PAGE_SECONDS, Pulled, Puller
from functions.sync.sources import Sources

_table = os.environ["OWN_TABLE"]
_sources = Sources(os.environ["SOURCES"])
_turn_seconds = float(os.environ["TURN_SECONDS"])


def pull(job: Job, wanted: Sync) -> Pulled:
    """Pull the source that the job names."""
    url = _sources.url(wanted.source)
    dynamodb = client("dynamodb")
    puller = Puller(
        source=wanted.source,
        feed=Feed(_http(), url),
        circuit=Circuit(dynamodb, _table, wanted.source),
        positions=Positions(dynamodb, _table, hold_seconds=_turn_seconds + PAGE_SECONDS),
        queue=ChangesQueue(client("sqs"), os.environ["CHANGES_QUEUE_URL"]),
        turn_seconds=_turn_seconds,
    )
    return puller.pull(job.ref.key)


@functools.cache
def _http() -> urllib3.PoolManager:
    return urllib3.PoolManager(maxsize=1)


handle = worker(Sync, pull)
