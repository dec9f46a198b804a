"""What the local permissions cannot decide, said loudly instead of guessed."""


class PolicyNotUnderstood(ValueError):
    """A policy that has something this room does not know, so that nothing can be said by it."""


class OperationNotMapped(NotImplementedError):
    """A call of somebody with limited permissions of which this room does not know what it needs."""
