"""What workloads come to at scale, each run from its own file and checked by independent means."""
