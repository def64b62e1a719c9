"""The tables of dj-stripe in one migration."""
