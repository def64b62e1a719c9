"""The API of the files."""
