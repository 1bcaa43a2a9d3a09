"""The evidence format, shared with headquarters."""
