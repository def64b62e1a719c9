"""Pages of the marketplace: one file per page or small family of pages."""
