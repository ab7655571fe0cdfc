"""Mention Rules: which new mentions a rule wants, and what it does with them.

`subjects` and `matching` are pure: facts in, verdict out. `facts` reads, `run` fires, `trial` shows what would
have been. Must not start jobs nor decide which mentions are new.
"""
