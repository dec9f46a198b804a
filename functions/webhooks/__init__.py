"""Workload `webhooks`: tells callers over HTTP that their jobs have ended, signed, retried and replayable.

What is sent follows the Standard Webhooks specification, so receivers have libraries to verify it:
https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""
