"""The errors by which a job type tells the kit what to do with a job. Knows nothing else."""


class PermanentError(Exception):
    """Trying again cannot help: the job is FAILED at once and not retried.

    Subclass it: for the job's owner the class name becomes the error's `type`, the text its `message`.
    """


class InvalidPayload(PermanentError):
    """The payload does not keep its contract."""


class ResultTooLarge(PermanentError):
    """The result does not fit into the job store; it should be stored as an object and named by key."""


class NotYet(Exception):
    """It cannot be done now, through no fault of its own: a rate limit, an outage somewhere else.

    The job or message goes back and becomes visible again after `seconds`; a job's attempt does not count.

    Args:
        why: what it waits for, for the log.
        seconds: how long, to 43,200.
    """

    def __init__(self, why: str, *, seconds: float) -> None:
        super().__init__(why)
        self.seconds = seconds


class Cancelled(Exception):
    """The owner asked to stop the job: it does no more, and what a workflow did is compensated."""


class LeaseLost(Exception):
    """Somebody else has the job: this attempt took longer than it may, and writes nothing any more."""


class Exhausted(Exception):
    """The last attempt ended without an answer, as after a crash or a timeout."""


class MalformedMessage(Exception):
    """A message on a queue of the kit is not one of the kit's messages."""
