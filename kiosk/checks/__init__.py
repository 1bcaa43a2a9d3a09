"""Pure verdicts on people and things; thresholds are passed in."""
