"""What other machines are told: endpoints, signed calls, replay.

Kept: endpoints until their holder removes them, calls and their attempts 30 days.
"""
