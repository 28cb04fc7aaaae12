"""Everything around a classifier at work: HTTP, screening of files, the ``duress`` command."""
