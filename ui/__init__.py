"""Qt, and only Qt."""
