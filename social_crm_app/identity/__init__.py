"""Who is it: keys (normalise), evidence (weigh), resolver (decide), and the rooms that read and write links.

`keys`, `evidence`, `resolver` and what they import are pure: no frappe, no database. This file holds nothing else.
"""
