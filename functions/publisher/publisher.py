"""Puts a batch of events on the bus, each job's in their order. Knows no Lambda event and no stream.

A request is taken in part: what was refused is put again alone, and what follows it of the same job waits.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from functions.offload.bus import MAX_BYTES, MAX_ENTRIES, Bus, Entry, Refusal
from functions.offload.telemetry import logger

#: Seconds before each time that what is left is put; what is left after the last goes back to the stream.
WAITS = (0.0, 0.2, 1.0)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An event on its way out.

    Attributes:
        place: its place in the batch; the order is kept among those of one job.
        job: the job's key.
        entry: the event.
    """

    place: int
    job: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Left:
    """An event that was not taken, and why."""

    outgoing: Outgoing
    refusal: Refusal


@dataclass(frozen=True)
class Publisher:
    """Puts events on a bus.

    Args:
        bus: the bus.
        sleep: lets so many seconds pass.
    """

    bus: Bus
    sleep: Callable[[float], None] = time.sleep

    def publish(self, batch: Sequence[Outgoing]) -> list[Left]:
        """Put the events of a batch, and return those that were not taken in several tries, in their order.

        One that is refused for good is tried once and holds nothing up; behind any other the later events of
        its job are not put either.
        """
        left: list[Left] = []
        lost: list[Left] = []
        waiting = sorted(batch, key=lambda outgoing: outgoing.place)
        for wait in WAITS:
            if not waiting:
                break
            self.sleep(wait)
            refused = self._put(waiting)
            lost += [each for each in refused if each.refusal.for_good]
            left = [each for each in refused if not each.refusal.for_good]
            waiting = [each.outgoing for each in left]
        return sorted(lost + left, key=lambda each: each.outgoing.place)

    def _put(self, waiting: Sequence[Outgoing]) -> list[Left]:
        """Put each event once, unless an earlier one of its job is left; return what is left, in order."""
        left: list[Left] = []
        held: dict[str, Refusal] = {}
        rest = list(waiting)
        while rest:
            request, rest = _next_request(rest)
            for outgoing, refusal in zip(request, self._taken(request), strict=True):
                if refusal is not None:
                    left.append(Left(outgoing, refusal))
                    if not refusal.for_good:
                        held[outgoing.job] = refusal
            left += [Left(outgoing, held[outgoing.job]) for outgoing in rest if outgoing.job in held]
            rest = [outgoing for outgoing in rest if outgoing.job not in held]
        return sorted(left, key=lambda each: each.outgoing.place)

    def _taken(self, request: Sequence[Outgoing]) -> list[Refusal | None]:
        try:
            return self.bus.put([outgoing.entry for outgoing in request])
        except (BotoCoreError, ClientError) as error:
            logger.warning("the bus took none of a request", exc_info=error)
            return [Refusal(type(error).__name__, str(error))] * len(request)


def _next_request(waiting: Sequence[Outgoing]) -> tuple[list[Outgoing], list[Outgoing]]:
    """Return what fits into one request, and the rest.

    A request holds one event of a job at most: where a request is taken in part, the first might be refused
    and the second taken.
    """
    request: list[Outgoing] = []
    rest: list[Outgoing] = []
    jobs: set[str] = set()
    room = MAX_BYTES
    for outgoing in waiting:
        fits = not request or outgoing.entry.bytes <= room
        if outgoing.job not in jobs and fits and len(request) < MAX_ENTRIES:
            request.append(outgoing)
            room -= outgoing.entry.bytes
        else:
            rest.append(outgoing)
        jobs.add(outgoing.job)
    return request, rest
