"""The house bank under a random hand: one seed is one world, and every step is checked.

`paying` and `earning` choose what is done, a hand does it: `hands` through the services, `http` (with
`client`) through the API, where `market` adds what people do on the marketplace.
"""

from influmaroc.simulation.runner import Failure, Outcome, simulate

__all__ = ["Failure", "Outcome", "simulate"]
