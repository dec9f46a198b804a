"""An accounting service beside the jobs: it knows them from events alone, and submits its own by event."""
