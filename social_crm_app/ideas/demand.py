"""What the customers behind an Idea are worth: the number that only an ERP has.

For the distinct customers of an Idea's evidence and voters: net invoiced in the last twelve months (returns
included), open Opportunities, what was returned, open Warranty Claims; in the default company's currency. And what
they bought of it once it was shipped. A customer counts once, however often it spoke. `counting` writes it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

import frappe
from frappe.utils import add_months, now_datetime, nowdate

from social_crm_app.ideas import bought, counting, merging, people
from social_crm_app.identity.relationship import OPEN_OPPORTUNITIES
from social_crm_app.insight import stake
from social_crm_app.insight.visible import visible_records

MONTHS = 12
PAGE = 200  # ideas of one transaction

# The field of each kind of evidence that names its customer.
_CUSTOMER_FIELD = {
	"Mention": "customer",
	"Issue": "customer",
	"Warranty Claim": "customer",
	"Sales Invoice": "customer",
	"Delivery Note": "customer",
}
EVIDENCE = (*_CUSTOMER_FIELD, "Opportunity")


def recount(ideas: Iterable[str]) -> None:
	"""Writes demand, votes and rank of these Ideas, in a fixed number of queries per page."""
	roots = sorted(set(merging.root_of(ideas).values()))
	found = customers_of(roots)
	numbers = numbers_of(set().union(*found.values()) if found else ())
	after = bought.after_shipping(found)
	now = now_datetime()
	values = {}
	for root in roots:
		total = _total(numbers[customer] for customer in found[root])
		values[root] = {f"demand_{name}": round(value, 2) for name, value in total.items()}
		values[root]["bought_by"], values[root]["bought_for"] = after[root]
		values[root].update(demand_customers=len(found[root]), counted_at=now)
	counting.recount(roots, values)


def recount_all(after: str = "") -> None:
	"""All Ideas that are not merged, in pages with a commit each, for the nightly job."""
	while names := frappe.get_all(
		"Idea",
		filters={"name": (">", after), "merged_into": ("is", "not set")},
		pluck="name",
		order_by="name",
		limit=PAGE,
	):
		recount(names)
		frappe.db.commit()  # nosemgrep - pages of a long job; each is complete in itself
		after = names[-1]


def customers_of(roots: Iterable[str]) -> dict[str, set[str]]:
	"""For each Idea the distinct customers of its evidence and its voters, merged Ideas included."""
	family = merging.families(roots)
	members = set().union(*family.values()) if family else set()
	roots_of = merging.by_root(family)
	found: dict[str, set[str]] = {root: set() for root in family}
	for idea, customer in (*_of_evidence(members), *_of_votes(members)):
		for root in roots_of[idea]:
			found[root].add(customer)
	return found


def numbers_of(customers: Collection[str]) -> dict[str, dict[str, float]]:
	"""{customer: {revenue, open, returns, claims}}; amounts in the default company's currency, net."""
	found: dict[str, dict[str, float]] = defaultdict(
		lambda: {"revenue": 0.0, "open": 0.0, "returns": 0.0, "claims": 0}
	)
	names = sorted(customers)
	if not names:
		return found
	for (_kind, name), value in stake.invoiced(names).items():
		found[name]["revenue"] = value
	for (_kind, name), value in stake.open_value([("Customer", name) for name in names]).items():
		found[name]["open"] = value
	for (_kind, name), value in stake.returned(names).items():
		found[name]["returns"] = value
	for name, count in _claims(names):
		found[name]["claims"] = count
	return found


def documents_of(idea: str) -> dict[str, dict]:
	"""{number: {doctype, filters}} under which the documents behind each number are listed, for the customers
	that the current user may read."""
	root = merging.root_of([idea])[idea]
	seen = visible_records(("Customer", name) for name in customers_of([root])[root])
	customers = sorted(name for _doctype, name in seen)
	since = add_months(nowdate(), -MONTHS)
	invoices = {"customer": ("in", customers), "docstatus": 1, "posting_date": (">", since)}
	return {
		"revenue": {"doctype": "Sales Invoice", "filters": invoices},
		"returns": {"doctype": "Sales Invoice", "filters": {**invoices, "is_return": 1}},
		"open": {
			"doctype": "Opportunity",
			"filters": {
				"opportunity_from": "Customer",
				"party_name": ("in", customers),
				"status": ("in", list(OPEN_OPPORTUNITIES)),
			},
		},
		"claims": {
			"doctype": "Warranty Claim",
			"filters": {"customer": ("in", customers), "status": ("in", ["Open", "Work In Progress"])},
		},
		"bought": bought.documents(root, customers),
		"customers": {"doctype": "Customer", "filters": {"name": ("in", customers)}},
	}


def _of_evidence(ideas: Collection[str]) -> list[tuple[str, str]]:
	"""(idea, customer) of everything that speaks for these Ideas; one query per kind of evidence."""
	rows = (
		frappe.get_all(
			"Idea Evidence",
			filters={"parent": ("in", sorted(ideas)), "evidence_type": ("in", EVIDENCE)},
			fields=["parent", "evidence_type", "evidence"],
			order_by="parent, idx",
		)
		if ideas
		else []
	)
	names: dict[str, set[str]] = defaultdict(set)
	for row in rows:
		names[row.evidence_type].add(row.evidence)
	customer = {kind: _customers_in(kind, wanted) for kind, wanted in names.items()}
	pairs = ((row.parent, customer[row.evidence_type].get(row.evidence)) for row in rows)
	return [(idea, name) for idea, name in pairs if name]


def _customers_in(doctype: str, names: Collection[str]) -> dict[str, str]:
	if doctype == "Opportunity":
		filters, field = {"opportunity_from": "Customer"}, "party_name"
	else:
		filters, field = {}, _CUSTOMER_FIELD[doctype]
	rows = frappe.get_all(
		doctype,
		filters={"name": ("in", sorted(names)), **filters},
		fields=["name", field],
		as_list=True,
		order_by="name",
	)
	return dict(rows)


def _of_votes(ideas: Collection[str]) -> list[tuple[str, str]]:
	rows = counting.active(ideas)
	customers = people.customers_of({(row.voter_type, row.voter) for row in rows})
	pairs = ((row.idea, customers.get((row.voter_type, row.voter))) for row in rows)
	return [(idea, name) for idea, name in pairs if name]


def _claims(customers: list[str]) -> list[tuple[str, int]]:
	return frappe.get_all(
		"Warranty Claim",
		filters={"customer": ("in", customers), "status": ("in", ("Open", "Work In Progress"))},
		fields=["customer", "count(name)"],
		group_by="customer",
		order_by="customer",
		as_list=True,
	)


def _total(rows: Iterable[dict[str, float]]) -> dict[str, float]:
	total = {"revenue": 0.0, "open": 0.0, "returns": 0.0, "claims": 0}
	for row in rows:
		for name in total:
			total[name] += row[name]
	return total
