"""How alike two reports are: marks of their words that say nothing of the words themselves."""
