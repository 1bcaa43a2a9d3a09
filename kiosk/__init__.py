"""The terminal, without a screen: no Qt anywhere in it."""
