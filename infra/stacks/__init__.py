"""The stacks of a stage: what holds data, what every workload needs, and one for each workload."""
