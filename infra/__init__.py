"""The kit's infrastructure: settings and the catalog of job types in, stacks out.

It may import the contracts of the job types from `functions/`, and nothing else from there; never `local/`.
"""
