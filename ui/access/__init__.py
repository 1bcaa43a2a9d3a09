"""Keys, switches and screen readers: every screen without a finger and without an eye."""
