"""Workload `report`: keeps a ledger of what was sold, and makes a period of it into a CSV and a PDF."""
