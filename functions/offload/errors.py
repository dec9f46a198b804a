"""The errors by which a job type tells the kit what to do with a job. Knows nothing else."""


class PermanentError(Exception):
    """Trying again cannot help: the job is FAILED at once and not retried.

    Subclass it: for the job's owner the class name becomes the error's `type`, the text its `message`.
    """


class InvalidPayload(PermanentError):
    """The payload does not keep its contract."""


class ResultTooLarge(PermanentError):
    """The result does not fit into the job store; it should be stored as an object and named by key."""


class Exhausted(Exception):
    """The last attempt ended without an answer, as after a crash or a timeout."""


class MalformedMessage(Exception):
    """A message on a queue of the kit is not one of the kit's messages."""
