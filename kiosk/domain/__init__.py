"""Frozen dataclasses that everything else speaks; no I/O, no clock."""
