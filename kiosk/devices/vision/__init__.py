"""What several adapters that look at pictures share: finding a card, its layout, head pose, reading files."""
