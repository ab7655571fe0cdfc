"""What happens on DocTypes that are not ours: one file per foreign DocType, called from hooks.py."""
