"""The PDF of a report: its pages, and what is drawn on them. Knows figures, not jobs, tables or buckets."""
