"""The parts the stacks are composed of, one to a file.

Each takes what it needs by name. Permissions are granted where two parts meet, action by action, so that the
reader of a part sees who may touch what.
"""
