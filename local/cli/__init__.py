"""The commands for people: run, send, invoke. They know the stack's front doors and no job type."""
