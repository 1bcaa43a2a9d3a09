"""Builds adapters from settings: the only importer of kiosk.devices."""
