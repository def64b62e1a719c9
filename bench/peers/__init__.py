"""What the product is measured against: the least code that could do it, and what most would write."""
