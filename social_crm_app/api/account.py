"""Social Account: test the connection, pull now, judge again."""

from dataclasses import asdict

import frappe
from frappe import _

from social_crm_app.exceptions import ConnectorError
from social_crm_app.ingest import accounts, health
from social_crm_app.jobs.enqueue import enqueue_index_build, enqueue_rescore, enqueue_sync
from social_crm_app.jobs.index import rebuild


@frappe.whitelist(methods=["POST"])
def test_connection(account: str) -> dict:
	"""Whose account it is: {ok, handle, display_name, url}; or {ok: False, message} in the platform's words."""
	doc = frappe.get_doc("Social Account", account)
	doc.check_permission("write")
	config = accounts.config_of(doc)
	before = dict(config.session)
	try:
		info = accounts.connector_for(doc.platform).check(config)
	except ConnectorError as error:
		return {"ok": False, "message": health.explain(error)}
	accounts.keep_session(doc.name, config, before)
	doc.db_set(
		{"connected_as": (info.display_name or info.handle)[:140], "external_id": info.external_id[:1000]}
	)
	if doc.status in ("Not Connected", "Broken"):
		doc.db_set({"status": "OK" if doc.status == "Not Connected" else doc.status, "next_sync_at": None})
	return {"ok": True, **asdict(info)}


@frappe.whitelist(methods=["POST"])
def sync_now(account: str) -> None:
	"""Pulls the account in the background and shows the progress to the caller."""
	doc = frappe.get_doc("Social Account", account)
	doc.check_permission("write")
	if not doc.enabled:
		frappe.throw(_("This account is paused. Enable it first."))
	enqueue_sync(doc.name, "Manual", user=frappe.session.user)


@frappe.whitelist(methods=["POST"])
def rescore() -> None:
	"""Judges all stored mentions again in the background; what people have set stays."""
	frappe.get_doc("Social CRM Settings").check_permission("write")
	enqueue_rescore(user=frappe.session.user)


@frappe.whitelist(methods=["POST"])
def rebuild_index() -> None:
	"""Builds the identity index from the beginning, in the background."""
	frappe.get_doc("Social CRM Settings").check_permission("write")
	rebuild()
	enqueue_index_build()


@frappe.whitelist(methods=["GET"])
def platforms() -> dict[str, dict]:
	"""What each platform can do and needs, by label, for the account's form."""
	frappe.has_permission("Social Account", "read", throw=True)
	return accounts.describe_platforms()
