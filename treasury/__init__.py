"""The house and its banks: statements read in, transfers matched and sent, books compared three ways."""
