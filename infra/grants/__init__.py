"""What functions may be granted: one kind a file, the permission and what the function is told together."""
