"""What a Mention Rule did with a mention. Written by `engage.rules.log`, cleared by Frappe's Log Settings."""

import frappe
from frappe.model.document import Document
from frappe.query_builder import Interval
from frappe.query_builder.functions import Now


class MentionRuleLog(Document):
	@staticmethod
	def clear_old_logs(days: int = 30) -> None:
		"""Deletes logs older than `days`; called by Log Settings."""
		table = frappe.qb.DocType("Mention Rule Log")
		frappe.db.delete(table, filters=(table.creation < (Now() - Interval(days=days))))


def on_doctype_update():
	"""How often a rule fired in the last hour, its connections, and what was done with a mention."""
	frappe.db.add_index("Mention Rule Log", ["rule", "creation"], "rule_creation_index")
	frappe.db.add_index("Mention Rule Log", ["mention", "creation"], "mention_creation_index")
