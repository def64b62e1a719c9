"""The desk's own tools, under the name they have here."""

from kit.desk import ReadOnlyAdmin, amount, chip_of, confirm

__all__ = ["ReadOnlyAdmin", "amount", "chip_of", "confirm"]
