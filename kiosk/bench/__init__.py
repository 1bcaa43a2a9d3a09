"""`measure`: error rates over a labelled folder, with exact confidence bounds. Adapters are handed in."""
