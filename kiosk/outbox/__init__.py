"""Store and forward of sealed bundles."""
