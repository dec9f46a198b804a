"""Job type `thumbnail`: makes small pictures of an uploaded one, in the sizes asked for."""
