"""The kit's submitter function: makes jobs of events and of schedules, without a caller over HTTP."""
