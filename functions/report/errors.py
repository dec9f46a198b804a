"""Why no report can be made of a period, however often one tries. The job's owner reads the text."""

from functions.offload.errors import PermanentError


class TooManyProducts(PermanentError):
    """More products were sold than a report can keep apart."""
