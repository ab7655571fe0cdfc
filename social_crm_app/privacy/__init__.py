"""What a person may ask of us: consent, the claim of an account, erasure, export, and how long things are kept.

It must not find out who somebody is (identity) nor pull anything (ingest).
"""
