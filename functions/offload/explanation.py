"""Says what is wrong with a payload, for people: each field with its error, and never with its value."""

from pydantic import ValidationError

#: More would not be read, and attributes of messages are short.
MAX_ERRORS = 10


def explain(error: ValidationError) -> str:
    """Return one line: what is wrong where, at most MAX_ERRORS of them."""
    return "; ".join(
        f"{'.'.join(str(part) for part in detail['loc']) or 'payload'}: {detail['msg']}"
        for detail in error.errors(include_url=False)[:MAX_ERRORS]
    )
