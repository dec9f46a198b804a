"""The stacks of a stage, apart by lifetime: what holds data, and what can be made anew."""
