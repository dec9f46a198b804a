"""Performance figures, as ratios measured in one run. Knows the public commands and modules only."""
