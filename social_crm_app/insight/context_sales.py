"""What a party has ordered, owes and may buy: late deliveries, open orders, unpaid invoices, deals.

Questions only; `context_blocks` asks them with the current user's rights.
"""

from collections.abc import Iterator

from frappe import _
from frappe.utils import cint, getdate, nowdate

from social_crm_app.identity.relationship import OPEN_OPPORTUNITIES
from social_crm_app.insight.context_blocks import Question, Row, one_of
from social_crm_app.insight.context_subjects import Subjects

UNDELIVERED = ("To Deliver and Bill", "To Deliver", "On Hold")
OPEN_ORDERS = (*UNDELIVERED, "To Bill")
OPEN_QUOTATIONS = ("Open", "Replied", "Partially Ordered")
_ORDER_FIELDS = ("delivery_date", "status", "per_delivered", "grand_total", "currency", "company")


def questions(subjects: Subjects) -> Iterator[Question]:
	"""The questions that make sense for these records, the most urgent first."""
	if customers := subjects.of("Customer"):
		yield late_deliveries(customers)
		yield unpaid_invoices(customers)
		yield open_orders(customers)
	if deal := _deal(subjects, "opportunity_from"):
		yield opportunities(deal)
	if deal := _deal(subjects, "quotation_to"):
		yield quotations(deal)


def late_deliveries(customers: list[str]) -> Question:
	filters = {
		"customer": one_of(customers),
		"docstatus": 1,
		"status": ("in", UNDELIVERED),
		"delivery_date": ("<", nowdate()),
		"per_delivered": ("<", 100),
		"skip_delivery_note": 0,
	}
	return Question(
		"late", _("Late Deliveries"), "Sales Order", filters, _ORDER_FIELDS, "delivery_date, name",
		lambda row: _order(row, "red"),
	)  # fmt: skip


def open_orders(customers: list[str]) -> Question:
	"""Orders under way, without those that are late: these have a block of their own."""
	filters = {"customer": one_of(customers), "docstatus": 1, "status": ("in", OPEN_ORDERS)}
	on_time = (
		("delivery_date", ">=", nowdate()),
		("delivery_date", "is", "not set"),
		("per_delivered", ">=", 100),
		("skip_delivery_note", "=", 1),
		("status", "=", "To Bill"),
	)
	return Question(
		"orders", _("Open Orders"), "Sales Order", filters, _ORDER_FIELDS, "delivery_date, name",
		lambda row: _order(row, "blue"), any_of=on_time,
	)  # fmt: skip


def unpaid_invoices(customers: list[str]) -> Question:
	filters = {"customer": one_of(customers), "docstatus": 1, "outstanding_amount": (">", 0)}
	fields = ("due_date", "status", "outstanding_amount", "party_account_currency", "company")
	return Question(
		"invoices", _("Unpaid Invoices"), "Sales Invoice", filters, fields, "due_date, name", _invoice
	)  # fmt: skip


def opportunities(deal: dict) -> Question:
	whose = ("opportunity_from", "party_name")
	fields = ("title", "status", "expected_closing", "opportunity_amount", "currency", "company", *whose)
	return Question(
		"opportunities", _("Open Opportunities"), "Opportunity", {**deal, "status": ("in", OPEN_OPPORTUNITIES)}, fields,
		"transaction_date desc, name", _opportunity, whose=whose,
	)  # fmt: skip


def quotations(deal: dict) -> Question:
	filters = {**deal, "docstatus": 1, "status": ("in", OPEN_QUOTATIONS)}
	whose = ("quotation_to", "party_name")
	fields = ("status", "valid_till", "grand_total", "currency", "company", *whose)
	return Question(
		"quotations", _("Open Quotations"), "Quotation", filters, fields, "transaction_date desc, name", _quotation,
		whose=whose,
	)  # fmt: skip


def _deal(subjects: Subjects, of_type: str) -> dict | None:
	"""Filters for deals with these parties, else with the Contact alone."""
	parties = {doctype: subjects.of(doctype) for doctype in ("Customer", "Lead", "Prospect")}
	doctypes = [doctype for doctype, names in parties.items() if names]
	if doctypes:
		return {
			of_type: one_of(doctypes),
			"party_name": one_of([name for names in parties.values() for name in names]),
		}
	contacts = subjects.of("Contact")
	return {"contact_person": one_of(contacts)} if contacts else None


def _order(row: Row, colour: str) -> dict:
	parts = [_(row.get("status") or "")]
	if delivered := cint(row.get("per_delivered")):
		parts.append(_("{0}% delivered").format(delivered))
	return {
		"label": row.name, "about": _join(parts), "date": row.get("delivery_date"), "amount": row.get("grand_total"),
		"currency": row.get("currency"), "colour": colour,
	}  # fmt: skip


def _invoice(row: Row) -> dict:
	due = row.get("due_date")
	overdue = bool(due) and getdate(due) < getdate(nowdate())
	parts = [_("Overdue") if overdue else _("Due")]
	if "Partly Paid" in (row.get("status") or ""):
		parts.append(_("Partly Paid"))
	return {
		"label": row.name, "about": _join(parts), "date": due, "amount": row.get("outstanding_amount"),
		"currency": row.get("party_account_currency"), "colour": "red" if overdue else "orange",
	}  # fmt: skip


def _opportunity(row: Row) -> dict:
	return {
		"label": row.get("title") or row.name, "about": _(row.get("status") or ""), "date": row.get("expected_closing"),
		"amount": row.get("opportunity_amount"), "currency": row.get("currency"), "colour": "blue",
	}  # fmt: skip


def _quotation(row: Row) -> dict:
	return {
		"label": row.name, "about": _(row.get("status") or ""), "date": row.get("valid_till"),
		"amount": row.get("grand_total"), "currency": row.get("currency"), "colour": "blue",
	}  # fmt: skip


def _join(parts: list[str]) -> str:
	return " · ".join(filter(None, parts))
