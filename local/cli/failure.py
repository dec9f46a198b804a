"""The one exception that a command shows as a message, without a traceback."""


class Failure(Exception):
    """A command cannot do what it was asked to; the message says why, to whoever asked."""
