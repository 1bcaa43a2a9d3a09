"""Sheet, contract, consents and receipt as PDF bytes; pure."""
