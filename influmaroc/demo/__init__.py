"""Invented people, companies and contracts, for development and measuring; refused anywhere else."""
