"""One machine: SQLite and a folder."""
