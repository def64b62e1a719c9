"""A part of a whole in basis points (1 % = 100): the one place that rounds it."""

WHOLE_BPS = 10_000


def part_of(amount: int, bps: int) -> int:
    """`bps` of an amount, rounded half up to a whole minor unit."""
    return (amount * bps + WHOLE_BPS // 2) // WHOLE_BPS
