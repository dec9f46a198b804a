"""The kit's starter function: hands a job over to its type's state machine."""
