"""Backups: one archive with database and files that tells by itself whether it is whole, and the way back."""
