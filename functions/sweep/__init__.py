"""The kit's sweep function: once a minute, ends the jobs that nobody else will end."""
