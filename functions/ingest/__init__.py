"""Job type `ingest`: a large CSV or JSON-lines upload becomes a Parquet file, a summary, and its rejects."""
