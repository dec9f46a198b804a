"""Data synchronization, all is well: what has changed at a source is pulled, and the copy comes to equal it."""

from local.stack import LocalStack
from tests.flow.sync.changes import history, outcome
from tests.flow.sync.conftest import Crm


def test_the_copy_comes_to_equal_the_source_page_by_page(crm: Crm, stack: LocalStack, log) -> None:
    changes = list(history(250, 40))
    crm.has_changed(changes)

    job = crm.caller.follow(crm.pull())
    stack.clock.advance(minutes=1)
    for f, l in log:
        if "changes" in f and "ERROR" in l:
            print(f, l[:1600])
            break

    assert job.result == {"source": "crm", "pages": 3, "changes": 250, "cursor": "250"}
    wanted = outcome(changes)
    assert crm.copy_of(wanted) == wanted
