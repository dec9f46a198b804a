"""The kit's jobs API: shows an owner its jobs, cancels and retries them, and makes room for uploads."""
