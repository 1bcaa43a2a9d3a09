"""Sheet, contract, consents and receipt as PDF bytes: pure, the same bytes for the same input."""
