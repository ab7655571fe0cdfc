"""A Social Account as plain arguments for its connector, and back: the only reader of its secrets."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import get_datetime, get_system_timezone, now_datetime
from frappe.utils.password import remove_encrypted_password, set_encrypted_password

from social_crm_app import connectors
from social_crm_app.connectors.base import AccountConfig, Connector
from social_crm_app.connectors.http import HttpClient
from social_crm_app.ingest.analysing import lines, searches_of

if TYPE_CHECKING:
	from frappe.model.document import Document


def connector_for(platform: str) -> Connector:
	"""The connector of a platform label, with the HTTP client this site allows."""
	return connectors.get(platform)(HttpClient(allow_loopback=loopback_allowed()))


def loopback_allowed() -> bool:
	"""`social_crm_allow_loopback` in site_config: for tests and the demo, which run servers on this machine."""
	return bool(frappe.conf.get("social_crm_allow_loopback"))


def due(column: str) -> list[str]:
	"""Names of the enabled accounts whose moment in this column has come or was never set, the longest waiting
	first."""
	account = frappe.qb.DocType("Social Account")
	return (
		frappe.qb.from_(account)
		.select(account.name)
		.where(account.enabled == 1)
		.where((account[column] <= now_datetime()) | account[column].isnull())
		.orderby(account[column], account.name)
		.run(pluck=True)
	)


def config_of(account: "Document") -> AccountConfig:
	"""What the connector may know of this account."""
	setup = connectors.get(account.platform).setup
	return AccountConfig(
		platform=account.platform,
		instance_url=(account.instance_url or setup.default_instance_url).strip(),
		handle=(account.handle or "").strip().lstrip("@"),
		backfill_from=_aware(account.backfill_from),
		searches=tuple(dict.fromkeys((*lines(account.search_terms), *searches_of(account.name)))),
		include_mentions=bool(account.include_mentions),
		secrets={
			name: account.get_password(name, raise_exception=False) or ""
			for name in (*setup.secrets, *setup.optional_secrets)
		},
		session=_session(account),
	)


def keep_session(account: str, config: AccountConfig, before: dict[str, Any]) -> None:
	"""Keeps the connector's short-lived tokens, encrypted, when they changed."""
	if config.session == before:
		return
	if config.session:
		set_encrypted_password("Social Account", account, json.dumps(config.session), "session_state")
	else:
		remove_encrypted_password("Social Account", account, "session_state")


def _session(account: "Document") -> dict[str, Any]:
	kept = account.get_password("session_state", raise_exception=False)
	return json.loads(kept) if kept else {}


def _aware(moment: Any):
	return get_datetime(moment).replace(tzinfo=ZoneInfo(get_system_timezone())) if moment else None


def describe_platforms() -> dict[str, dict[str, Any]]:
	"""{label: {setup: ..., capabilities: ...}} of every platform in the registry."""
	return {
		label: {
			"setup": asdict(connectors.get(label).setup),
			"capabilities": asdict(connectors.get(label).capabilities),
		}
		for label in connectors.labels()
	}
