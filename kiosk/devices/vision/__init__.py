"""What several camera adapters share."""
