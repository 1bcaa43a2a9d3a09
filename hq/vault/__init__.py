"""Holds the keys: verifies what intake took, files it under data keys, answers with a signed receipt."""
