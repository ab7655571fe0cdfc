"""The one way from this app into the Error Log.

Frappe's own default writes every local variable of every frame: with us those are tokens and what people
wrote. Here only the plain traceback goes in.
"""

import frappe


def log_failure(title: str, doctype: str | None = None, name: str | None = None) -> None:
	"""Writes the exception that is being handled, with the document it is about."""
	frappe.log_error(
		title=title,
		message=frappe.get_traceback(with_context=False),
		reference_doctype=doctype,
		reference_name=name,
	)
