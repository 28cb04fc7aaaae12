"""One module a verb: the ``duress`` command."""
