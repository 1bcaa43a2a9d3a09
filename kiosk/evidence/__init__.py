"""The evidence format, shared with headquarters (docs/FORMAT.md): entry, log, blob, part, manifest, seal, verify."""
