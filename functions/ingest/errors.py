"""Why an upload cannot be ingested, however often one tries. The job's owner reads the text.

A bad row is none of these: it goes to the rejects.
"""

from functions.offload.errors import PermanentError


class UploadNotFound(PermanentError):
    """Nothing was uploaded under this key, or it has expired."""


class UploadChanged(PermanentError):
    """Another file was uploaded under the key while the job read it: its chunks would be of two files."""


class NotPlainText(PermanentError):
    """The file is compressed, or its text is not UTF-8: it cannot be split at lines."""


class HeaderMismatch(PermanentError):
    """The first record does not name the columns that the payload names."""


class NoPlaceToSplit(PermanentError):
    """Quoted line breaks stand at so many chunk borders that the chunks would not come to fit together."""


class TooManyGroups(PermanentError):
    """The columns to group by have more combinations of values than a summary may have."""


class TooManyRejects(PermanentError):
    """A larger share of the rows was rejected than the payload tolerates."""


class ChunkFailed(PermanentError):
    """A chunk could not be done in all its attempts; the rows of the others alone would be a wrong result."""
