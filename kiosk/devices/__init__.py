"""Adapters; each library is imported in one place."""
