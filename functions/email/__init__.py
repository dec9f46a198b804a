"""Workload `email`: mails to customers, from templates, at a rate that all workers keep together."""
