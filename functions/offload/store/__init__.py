"""The job store: one DynamoDB item per job is its status, its idempotency record, its lease and its result.

`table` writes conditionally, `item` is the item's shape; the other modules are the moves a job can make. No
move knows who asks for it: no Lambda event, no queue.
"""
