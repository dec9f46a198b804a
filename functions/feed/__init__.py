"""Workload `feed`: posts that fan out to feeds, or are pulled at read time; likes; notifications."""
