"""What an entry of the catalog can say: a workload and its parts; infra/constructs makes AWS of it."""
