"""A workflow asks somebody outside and waits, for days if need be: a person's decision, a carrier's word.

The question stands in the workload's own table, and what stands there counts: its answer, or that nobody
waits any more. The task token is only the bell that wakes the state machine; a lost ring loses nothing.
"""
