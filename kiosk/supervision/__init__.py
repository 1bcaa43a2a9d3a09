"""The console's side without Qt."""
