"""The house bank under a random hand: one seed is one world, and every step is checked."""

from influmaroc.simulation.runner import Failure, Outcome, simulate

__all__ = ["Failure", "Outcome", "simulate"]
