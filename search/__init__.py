"""What can be found: documents, suggestions, recommendations. Arrives with its own issue."""
