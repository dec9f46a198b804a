"""The kit's settle function: ends a job when Step Functions says that its execution has ended."""
