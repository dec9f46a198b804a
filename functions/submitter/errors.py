"""Why a wish for a job became none. The class name is the reason its sender reads."""

from functions.offload.errors import PermanentError


class SubmissionRefused(PermanentError):
    """There is no job to be made of it, however often it comes."""


class InvalidSubmission(SubmissionRefused):
    """It does not keep SubmitJob's schema, or its source may not submit."""


class UnknownType(SubmissionRefused):
    """The catalog has no such job type."""


class InvalidPayload(SubmissionRefused):
    """The payload does not keep the schema of its type."""
