"""The jobs that send replies, and what sends off those that are due."""

import frappe
from frappe import _

from social_crm_app.engage import outbox, send
from social_crm_app.ingest import accounts
from social_crm_app.jobs.enqueue import enqueue_reply


def deliver(reply: str) -> None:
	"""Sends one reply, if it is due and nobody else's."""
	send.deliver(reply, open_line)


def dispatch() -> None:
	"""Sends every due reply to a worker, and those whose worker was killed."""
	for name, tries in outbox.due():
		enqueue_reply(name, tries)


def open_line(account: str) -> send.Line:
	"""The connector of an enabled account. Raises Refused for one that is switched off."""
	doc = frappe.get_doc("Social Account", account)
	if not doc.enabled:
		raise send.Refused(_("The account {0} is switched off.").format(doc.title))
	config = accounts.config_of(doc)
	before = dict(config.session)
	return send.Line(
		accounts.connector_for(doc.platform),
		config,
		lambda: accounts.keep_session(doc.name, config, before),
	)
