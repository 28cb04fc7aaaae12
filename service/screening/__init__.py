"""Files in, findings out: readers, writers, the run and its table."""
