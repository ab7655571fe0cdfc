"""One run of one account. Written by `ingest.sync_log`, cleared by Frappe's Log Settings."""

import frappe
from frappe.model.document import Document
from frappe.query_builder import Interval
from frappe.query_builder.functions import Now


class SocialSyncLog(Document):
	@staticmethod
	def clear_old_logs(days: int = 30) -> None:
		"""Deletes logs older than `days`; called by Log Settings."""
		table = frappe.qb.DocType("Social Sync Log")
		frappe.db.delete(table, filters=(table.creation < (Now() - Interval(days=days))))
