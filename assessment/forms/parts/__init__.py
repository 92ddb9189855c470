"""The forms of a scheme's parts, each driven by a declaration of its fields.

A form checks nothing: what is typed goes into the draft, and the reader of documents says what is wrong with it.
"""
