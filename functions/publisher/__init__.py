"""The kit's publisher function: tells the bus what the job store's stream says has become of each job."""
