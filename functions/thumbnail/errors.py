"""Why no thumbnail can be made of an upload, however often one tries. The job's owner reads the text."""

from functions.offload.errors import PermanentError


class UploadNotFound(PermanentError):
    """Nothing was uploaded under this key, or it has expired."""


class UploadTooLarge(PermanentError):
    """The file has more bytes than a picture may have here."""


class NotAnImage(PermanentError):
    """The file is no picture at all."""


class UnsupportedFormat(PermanentError):
    """The file is a picture, in a format that is not read here."""


class DamagedImage(PermanentError):
    """The picture is cut short or broken, and cannot be decoded."""


class TooManyPixels(PermanentError):
    """The picture would take too much memory when decoded; it was not."""
