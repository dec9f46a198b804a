"""The samples of a folder: little scenarios, each a JSON file. Nothing here knows a job type."""

from local.cli.samples.sample import InvalidSample, Sample, read_samples

__all__ = ["InvalidSample", "Sample", "read_samples"]
