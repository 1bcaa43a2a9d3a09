"""The consumer-protection corner: topics to look at without a session."""
