"""What this app adds to the server's work when a Customer form opens, with no mention and with 10,000.

The form's own work is frappe.desk.form.load.getdoc and the counts under Connections, measured without our
part; ours are the timeline entries, our two counts and the Social section, which the browser asks for after
the form is shown. Run on a site that allows tests; removes the rows it made.
"""

from _site import arguments, connected, median, posts, seconds, table

import frappe
from frappe.desk.form.load import getdoc
from frappe.desk.notifications import get_open_count

from social_crm_app.identity import decisions
from social_crm_app.ingest import pipeline
from social_crm_app.insight import party
from social_crm_app.overrides import timeline
from social_crm_app.testing import forget_everything_pulled, make_customer

PAGE = 500


def main() -> None:
	options = arguments(mentions=10_000)
	with connected(options.site):
		name = make_customer(f"Bench {frappe.generate_hash(length=6)}").name
		frappe.db.commit()  # as the app does between its steps; nobody else commits here
		before = measure(name, options.rounds * 3)
		fill(name, options.mentions)
		after = measure(name, options.rounds * 3)
		forget_everything_pulled()
		frappe.delete_doc("Customer", name, force=True)
		frappe.db.commit()  # as the app does between its steps; nobody else commits here
	table(
		f"Server time of a Customer form in ms (median of {options.rounds * 3})",
		[
			("", "no mention", f"{options.mentions:,} mentions"),
			*((part, f"{before[part]:.1f}", f"{after[part]:.1f}") for part in before),
		],
	)


def fill(customer: str, count: int) -> None:
	source = pipeline.source_of("", "mastodon", "Mastodon", None)
	made = posts(count, "form", authors=3)
	for start in range(0, count, PAGE):
		pipeline.process(made[start : start + PAGE], source)
		frappe.db.commit()  # as the app does between its steps; nobody else commits here
	for profile in frappe.get_all("Social Profile", pluck="name"):
		decisions.link(profile, "Customer", customer)
	frappe.db.commit()  # as the app does between its steps; nobody else commits here


def measure(customer: str, rounds: int) -> dict[str, float]:
	"""Milliseconds of each part."""
	parts = {
		"the form itself": lambda: (
			open_form(customer),
			get_open_count("Customer", customer, ["Sales Order", "Sales Invoice"]),
		),
		"+ timeline": lambda: timeline.mentions("Customer", customer),
		"+ connections": lambda: get_open_count("Customer", customer, ["Mention", "Social Profile"]),
		"+ Social section, afterwards": lambda: party.summary("Customer", customer),
	}
	for part in parts.values():
		part()
	return {name: median([seconds(part) for _round in range(rounds)]) * 1000 for name, part in parts.items()}


def open_form(customer: str) -> None:
	frappe.local.response = frappe._dict(docs=[])
	hooks = frappe.get_hooks().pop("additional_timeline_content", None)
	try:
		getdoc("Customer", customer)
	finally:
		if hooks is not None:
			frappe.get_hooks()["additional_timeline_content"] = hooks


if __name__ == "__main__":
	main()
