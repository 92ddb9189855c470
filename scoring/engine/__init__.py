"""Applying the rules: a rulebook and columns of facts → results, exact and explained.

Pure Python with NumPy: no framework, no clock, no input or output. Columns are int64 in ledger units;
where a product could pass int64 they become Python integers. `pipeline` names the order of steps.
"""
