"""Staff windows."""
