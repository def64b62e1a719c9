"""`make run`: every process of the product on one machine, started together and ended together."""
