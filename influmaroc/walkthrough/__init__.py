"""The whole job against a running server, over its public HTTP API only."""
