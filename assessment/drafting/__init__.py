"""Editing a scheme: a document's text ⇄ plain data, and the changes that are made to it.

Pure Python. A draft may be incomplete or wrong in any way; only what is no mapping, or has a key twice, cannot be
edited otherwise than as text.
"""
