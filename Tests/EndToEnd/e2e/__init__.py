"""Guests for real: see ../README.md."""
