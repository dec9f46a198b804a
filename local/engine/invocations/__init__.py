"""Invocations: which environment does them, what they are answered, logged, and told to whom."""
