"""Workload `sync`: keeps a copy of other people's records, by pulling what has changed there."""
