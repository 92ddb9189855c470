"""The scheme document of RULES.md 2–11 as frozen data, with every invariant in the constructors.

Pure Python: no framework, no clock, no file. `reading` makes a `Rulebook` of a document or says all
that is wrong with it, `writing` makes the document again, `canonical` names it by a digest.
"""
