"""Moroccan tax on one deal: dated rules with a source, who is taxed how, what is withheld."""
