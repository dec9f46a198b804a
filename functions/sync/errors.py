"""Why a source could not be pulled. The job's owner reads the text of those that end it."""

from functions.offload.errors import NotYet, PermanentError


class UnknownSource(PermanentError):
    """The stage's settings have no source of this name."""


class SourceRefused(PermanentError):
    """The source answers that it does not want this request; asking again is the same request."""


class CursorRepeats(PermanentError):
    """The source gives out a cursor for the second time: following it would never end."""


class SourceDown(Exception):
    """The source does not answer, or not with a page: it may be well again in a while."""


class SlowDown(NotYet):
    """The source answers that it is asked too often."""


class BeingPulled(NotYet):
    """Another job pulls the source at the moment."""


class MorePages(NotYet):
    """One turn is over and there is more: the next turn goes on behind the cursor."""


class Overtaken(Exception):
    """Somebody else has pulled the source meanwhile: this pull was taken for dead."""
