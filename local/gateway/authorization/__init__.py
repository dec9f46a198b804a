"""Who calls: told by a signature, by a user pool's token, or by a function of the API's own."""
