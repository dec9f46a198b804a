"""Readings of devices, from a stream to exact windowed aggregates, with anomalies raised as events."""
