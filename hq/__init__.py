"""Headquarters, in its own processes."""
