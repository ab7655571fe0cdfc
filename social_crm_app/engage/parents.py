"""A Mention as the thing that a connector answers. Must not decide whether it may be answered; `gate` does."""

import json
from typing import Any

import frappe
from frappe import _

from social_crm_app.connectors.answering import ParentRef
from social_crm_app.connectors.base import Connector
from social_crm_app.exceptions import Gone

COLUMNS = ("external_id", "raw", "author_handle", "private", "social_account")


def of(mention: str, account: str, connector: Connector) -> ParentRef:
	"""What `connector` needs to answer the mention through `account`. The kept record counts only for the account
	that brought it: ids of another server mean something else. Raises Gone if there is nothing to answer."""
	row = frappe.db.get_value("Mention", mention, COLUMNS, as_dict=True)
	raw = _record(row.raw) if row and row.social_account == account else {}
	parent = row and connector.parent_of(
		row.external_id or "", raw, author=row.author_handle or "", private=bool(row.private)
	)
	if not parent:
		raise Gone(_("This mention does not say which post it is."))
	return parent


def _record(raw: str | None) -> dict[str, Any]:
	"""The kept record; {} when retention has removed it."""
	try:
		found = json.loads(raw or "{}")
	except ValueError:
		return {}
	return found if isinstance(found, dict) else {}
