"""Conversations: who talks with whom about what, every message in one order, and what each has read."""
