"""A simulator a port, and the rendered head."""
