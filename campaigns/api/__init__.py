"""The marketplace over the API."""
