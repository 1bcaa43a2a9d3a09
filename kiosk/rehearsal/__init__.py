"""The simulated borrower and the stories."""
