"""One connected channel or feed. Thin: `ingest` runs it and writes its health, `api.account` tests it."""

import frappe
from frappe import _
from frappe.model.document import Document

from social_crm_app import connectors
from social_crm_app.exceptions import ConnectorError

CONNECTION_FIELDS = ("instance_url", "handle", "access_token", "app_password", "password")


class SocialAccount(Document):
	def validate(self):
		self.check_platform()
		self.check_interval()
		self.reset_connection()
		self.set_paused()

	def on_trash(self):
		frappe.db.delete("Social Sync Log", {"social_account": self.name})

	def check_platform(self):
		"""Says which field is missing, in the words of the form."""
		try:
			setup = connectors.get(self.platform).setup
		except ConnectorError as error:
			frappe.throw(str(error))
		needed = [("instance_url", setup.needs_instance_url), ("handle", setup.needs_handle)]
		needed += [(secret, True) for secret in setup.secrets]
		missing = [
			self.meta.get_label(field) for field, is_needed in needed if is_needed and not self.get(field)
		]
		if missing:
			frappe.throw(
				_("{0} needs: {1}").format(self.platform, ", ".join(_(label) for label in missing)),
				frappe.MandatoryError,
			)

	def check_interval(self):
		if (self.poll_every_minutes or 0) < 1:
			frappe.throw(_("Poll Every Minutes must be at least 1."))

	def reset_connection(self):
		"""Another server or handle is another stream: its cursor, session and health begin anew."""
		if self.is_new():
			return
		if self.has_value_changed("instance_url") or self.has_value_changed("handle"):
			self.update({"cursor": None, "session_state": None, "connected_as": None, "complete_until": None})
		if self.has_value_changed("backfill_from"):
			self.cursor = None
		if any(self.has_value_changed(field) for field in (*CONNECTION_FIELDS, "backfill_from")):
			self.update({"next_sync_at": None, "failures_in_a_row": 0})
			if self.status == "Broken":
				self.status = "Not Connected"

	def set_paused(self):
		if not self.enabled:
			self.status = "Paused"
		elif self.status == "Paused":
			self.status = "OK" if self.last_sync_at else "Not Connected"
