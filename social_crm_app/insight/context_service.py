"""What a party has of us and what is wrong with it: open Issues, open Warranty Claims, warranty by serial number.

Questions only; `context_blocks` asks them with the current user's rights.
"""

from collections.abc import Iterator

from frappe import _
from frappe.utils import getdate, nowdate

from social_crm_app.identity.references import numbers_in
from social_crm_app.insight.context_blocks import Question, Row, one_of
from social_crm_app.insight.context_subjects import Subjects

OPEN_ISSUES = ("Open", "Replied", "On Hold")
OPEN_CLAIMS = ("Open", "Work In Progress")
_ISSUE_COLUMNS = (("Customer", "customer"), ("Lead", "lead"), ("Contact", "contact"))


def questions(subjects: Subjects, text: str) -> Iterator[Question]:
	"""The questions that make sense for these records; `text` is the post, which may name serial numbers."""
	for doctype, column in _ISSUE_COLUMNS:
		if names := subjects.of(doctype):
			yield issues(column, names)
			break
	if customers := subjects.of("Customer"):
		yield claims(customers)
		yield warranty(customers, numbers_in(text))


def issues(column: str, names: list[str]) -> Question:
	fields = ("subject", "status", "priority", "opening_date", "company", "customer")
	filters = {column: one_of(names), "status": ("in", OPEN_ISSUES)}
	return Question(
		"issues", _("Open Issues"), "Issue", filters, fields, "opening_date desc, name", _issue,
		whose=("Customer", "customer"),
	)  # fmt: skip


def claims(customers: list[str]) -> Question:
	filters = {"customer": one_of(customers), "status": ("in", OPEN_CLAIMS)}
	fields = ("status", "complaint_date", "serial_no", "item_name", "company")
	return Question(
		"claims", _("Open Warranty Claims"), "Warranty Claim", filters, fields, "complaint_date desc, name",
		_claim,
	)  # fmt: skip


def warranty(customers: list[str], named: tuple[str, ...]) -> Question:
	"""Serial numbers of these customers that have a warranty or a maintenance contract, the last to end first;
	before them those that the post names, whatever they have."""
	covered = (("warranty_expiry_date", "is", "set"), ("amc_expiry_date", "is", "set"))
	fields = ("item_code", "item_name", "warranty_expiry_date", "amc_expiry_date", "company")
	return Question(
		"warranty", _("Warranty"), "Serial No", {"customer": one_of(customers)}, fields,
		"warranty_expiry_date desc, amc_expiry_date desc, name", _serial, any_of=covered, first=named,
	)  # fmt: skip


def _issue(row: Row) -> dict:
	parts = [_(row.get("status") or ""), _(row.get("priority") or "")]
	return {
		"label": row.get("subject") or row.name, "about": " · ".join(filter(None, parts)),
		"date": row.get("opening_date"), "colour": "orange",
	}  # fmt: skip


def _claim(row: Row) -> dict:
	parts = [_(row.get("status") or ""), row.get("item_name"), row.get("serial_no")]
	return {
		"label": row.name, "about": " · ".join(filter(None, parts)), "date": row.get("complaint_date"),
		"colour": "orange",
	}  # fmt: skip


def _serial(row: Row) -> dict:
	"""The dates decide: the status that ERPNext keeps beside them is brought up to date once a day."""
	until, words = _cover(row)
	item = row.get("item_name") or row.get("item_code")
	valid = bool(until) and getdate(until) >= getdate(nowdate())
	return {
		"label": row.name, "about": " · ".join(filter(None, (words, item))), "date": until,
		"colour": ("green" if valid else "red") if until else "gray",
	}  # fmt: skip


def _cover(row: Row):
	"""The later of the two ends, and what it is the end of."""
	warranty_end, contract_end = row.get("warranty_expiry_date"), row.get("amc_expiry_date")
	today = getdate(nowdate())
	if contract_end and (not warranty_end or getdate(contract_end) > getdate(warranty_end)):
		return contract_end, _("Under AMC") if getdate(contract_end) >= today else _("Out of AMC")
	if warranty_end:
		return warranty_end, _("Under Warranty") if getdate(warranty_end) >= today else _("Out of Warranty")
	return None, _("No warranty on file")
