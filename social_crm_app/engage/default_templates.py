"""The Reply Templates that the app ships: one for each occasion on which a reply is drafted.

Idempotent: an occasion for which the site has a template, even a disabled one, is left alone. The texts hold no
number, name or amount, because everybody may see the reply.
"""

import frappe
from frappe import _


def templates(language: str) -> dict[str, tuple[str, str]]:
	"""{occasion: (title, text)} in that language, as far as the app is translated."""
	return {
		"Delivery Note Submitted": (
			_("On Its Way", language),
			_("Good news: it is on its way to you. If anything is not as it should be when it arrives, tell us here.", language),
		),
		"Issue Closed": (
			_("Solved", language),
			_("What you told us about should be solved now. Does it work for you? If not, tell us here and we look again.", language),
		),
		"Warranty Claim Closed": (
			_("Warranty Case Finished", language),
			_("Your warranty case is finished on our side. Is everything in order again? If not, tell us here.", language),
		),
		"Credit Note": (
			_("Credit Note Made", language),
			_("Your credit note is made. If anything about it is not clear, tell us here.", language),
		),
	}  # fmt: skip


def seed_reply_templates() -> None:
	"""Creates, enabled, the template of every occasion that has none, in the language of the site."""
	language = frappe.db.get_single_value("System Settings", "language") or "en"
	for occasion, (title, text) in templates(language).items():
		if frappe.db.exists("Reply Template", {"used_for": occasion}) or frappe.db.exists(
			"Reply Template", title
		):
			continue
		frappe.get_doc(
			{"doctype": "Reply Template", "title": title, "enabled": 1, "used_for": occasion, "text": text}
		).insert(ignore_permissions=True)  # installing has no user
