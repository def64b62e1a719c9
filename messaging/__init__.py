"""Conversations and messages between two parties; knows people, no campaign. Arrives with its own issue."""
