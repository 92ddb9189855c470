"""A small invented office with three quarters behind it, for whoever wants to look around."""
