"""Queues as event sources: messages are taken in batches, worked on by a function, and deleted when done."""
