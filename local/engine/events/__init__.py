"""Events on their way: what rules, schedules and buckets send, brought to its targets in time."""
