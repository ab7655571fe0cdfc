"""What the ledger says of the people behind Social Profiles, for those that were linked before it was asked.

Everybody else is Unknown, as the new columns say by themselves. Also makes the indexes of the inbox.
"""

from frappe.modules.utils import load_doctype_module

from social_crm_app.install import add_indexes
from social_crm_app.jobs.relationships import refresh_all


def execute() -> None:
	load_doctype_module("Mention").on_doctype_update()
	add_indexes()
	refresh_all()
