"""Job type `ingest`: a large CSV or JSON-lines upload becomes one Parquet file, a summary, and its rejects."""
