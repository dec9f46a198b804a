"""Pulls a source: page after page behind its cursor, until there is no more or the turn is over.

A page's changes are on the queue before the cursor moves. So what a crash leaves behind is pulled again,
and never skipped; what comes twice does no harm.
"""

import time
from dataclasses import dataclass
from functools import partial
from typing import Final

from pydantic import BaseModel

from functions.offload.circuit import Circuit
from functions.offload.telemetry import count, logger
from functions.sync.changes_queue import ChangesQueue, message_of
from functions.sync.errors import CursorRepeats, MorePages, SourceDown
from functions.sync.feed import Feed, Page
from functions.sync.positions import Position, Positions

#: What a page may take from the moment it is asked for, with its changes on their way, in seconds.
PAGE_SECONDS: Final = 60


class Pulled(BaseModel):
    """The result of a sync job.

    Attributes:
        source: that was pulled.
        pages: that this job has pulled, in all its turns.
        changes: on these pages; some may be on their way to the copy still.
        cursor: behind which the next pull begins.
    """

    source: str
    pages: int
    changes: int
    cursor: str


@dataclass(frozen=True)
class Puller:
    """Pulls one source.

    Attributes:
        source: its name.
        feed: where pages come from.
        circuit: spares the source while it is down.
        positions: keeps the cursor.
        queue: where changes go.
        turn_seconds: after which no further page is begun.
    """

    source: str
    feed: Feed
    circuit: Circuit
    positions: Positions
    queue: ChangesQueue
    turn_seconds: float

    def pull(self, job: str) -> Pulled:
        """Pull until the feed has no more.

        Args:
            job: the key of the job, which holds the source meanwhile.

        Raises:
            MorePages: the turn is over.
            BeingPulled, CircuitOpen, SlowDown: it has to wait.
            SourceDown, Overtaken: as the names say.
            SourceRefused, CursorRepeats: it makes no sense to go on.
        """
        position = self.positions.hold(self.source, job)
        try:
            return self._pull(position, job, time.time() + self.turn_seconds)
        finally:
            self.positions.let_go(self.source, job)

    def _pull(self, position: Position, job: str, deadline: float) -> Pulled:
        seen = {position.cursor}
        while True:
            page = self.circuit.call(partial(self.feed.page, position.cursor), trips_on=SourceDown)
            self._must_go_on(page, position, seen)
            self.queue.send([message_of(self.source, change) for change in page.changes])
            position = self.positions.advance(position, job, page.cursor, len(page.changes))
            seen.add(page.cursor)
            count("PagePulled")
            logger.info("pulled a page", extra={"changes": len(page.changes), "cursor": page.cursor})
            if not page.more:
                return Pulled(
                    source=self.source,
                    pages=position.pages,
                    changes=position.job_changes,
                    cursor=position.cursor,
                )
            if time.time() >= deadline:
                raise MorePages(f"{self.source} has more than one turn takes", seconds=0)

    def _must_go_on(self, page: Page, position: Position, seen: set[str]) -> None:
        """A page with changes, or one that promises more, has to have a cursor that is new."""
        if (page.changes or page.more) and page.cursor in seen:
            raise CursorRepeats(
                f"{self.source} gives the cursor {page.cursor!r} again, behind {position.cursor!r}"
            )
