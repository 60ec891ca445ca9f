"""What came of the words that were tried out: evidence from the conversations, as aggregates alone."""
