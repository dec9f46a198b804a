"""The kit's intake function: records each accepted job and routes it to its type's queue."""
