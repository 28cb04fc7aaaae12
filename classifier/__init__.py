"""Text in, findings out. Knows no web, no database and no training."""
