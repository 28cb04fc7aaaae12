"""One module a noun: the routes of the HTTP API."""
