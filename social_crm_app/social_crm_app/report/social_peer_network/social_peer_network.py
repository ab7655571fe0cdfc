"""Who talks with whom about us; and the unlinked people who talk with our customers."""

from collections import defaultdict
from collections.abc import Mapping

import frappe
from frappe import _
from frappe.utils import fmt_money

from social_crm_app.insight import network
from social_crm_app.insight.columns import column, party_columns, period, profile_cells, profile_columns, text

MONTHS = 3
STRANGERS = "Strangers Who Talk with Our Customers"
_NAMED_CUSTOMERS = 5


def execute(filters: Mapping | None = None):
	filters = frappe._dict(filters or {})
	frappe.has_permission("Mention", "read", throw=True)
	since, until = period(filters, MONTHS)
	if filters.get("show") == STRANGERS:
		rows = _stranger_rows(network.strangers_with_customers(since, until))
		return _stranger_columns(), rows, _note(), _chart(rows, "stranger_name")
	rows = _edge_rows(network.who_talks_with_whom(since, until))
	return _edge_columns(), rows, _note(), _chart(rows, "speaker_name")


def _note() -> str:
	"""What is read at most, so that the report is as fast with a million mentions as with a thousand."""
	return _(
		"Read are the newest {0} answers and, for names in texts, the newest {1} posts of the period."
	).format(fmt_money(network.ANSWERS, precision=0), fmt_money(network.TEXTS, precision=0))


def _edge_rows(found: network.Network) -> list[dict]:
	rows = []
	for edge in found.edges:
		row = {
			"replies": edge.replies, "names": edge.names, "times": edge.times, "last_at": edge.last_at,
			"platform": found.people[edge.speaker].platform,
		}  # fmt: skip
		for prefix, name in (("speaker_", edge.speaker), ("listener_", edge.listener)):
			person = found.people[name]
			row.update(profile_cells(person, prefix))
			row.update({f"{prefix}party_type": person.party_type, f"{prefix}party": person.party})
		rows.append(row)
	return rows


def _edge_columns() -> list[dict]:
	return [
		*profile_columns(_("Who Spoke"), "speaker_"),
		*profile_columns(_("To Whom"), "listener_"),
		column("platform", _("Platform"), width=100),
		*_counts(),
		*party_columns(_("Who Spoke Is"), "speaker_"),
		*party_columns(_("Who Was Spoken To Is"), "listener_"),
	]


def _stranger_rows(found: network.Network) -> list[dict]:
	"""One row for each stranger: how often, with which customers, last when."""
	talk = defaultdict(list)
	for edge in found.edges:
		first = found.people[edge.speaker]
		pair = (edge.speaker, edge.listener) if first.is_stranger else (edge.listener, edge.speaker)
		talk[pair[0]].append((found.people[pair[1]].customer, edge))
	rows = [_stranger_row(found.people[name], edges) for name, edges in talk.items()]
	return sorted(rows, key=lambda row: (-row["times"], row["stranger_profile"]))


def _stranger_row(person: Mapping, edges: list[tuple[str, network.Edge]]) -> dict:
	customers = sorted({customer for customer, _edge in edges})
	named = ", ".join(customers[:_NAMED_CUSTOMERS])
	return {
		**profile_cells(person, "stranger_"),
		"platform": person["platform"],
		"followers": person["followers"],
		"influence_score": person["influence_score"],
		"link_status": _(person["link_status"] or ""),
		"replies": sum(edge.replies for _customer, edge in edges),
		"names": sum(edge.names for _customer, edge in edges),
		"times": sum(edge.times for _customer, edge in edges),
		"last_at": max(edge.last_at for _customer, edge in edges),
		"customers": len(customers),
		"customer_names": text(named + (" …" if len(customers) > _NAMED_CUSTOMERS else "")),
	}


def _stranger_columns() -> list[dict]:
	return [
		*profile_columns(_("Profile"), "stranger_"),
		column("platform", _("Platform"), width=100),
		column("link_status", _("Link Status"), width=100),
		column("followers", _("Followers"), "Int", 95),
		column("influence_score", _("Score"), "Float", 80, precision=1),
		column("customers", _("Customers"), "Int", 95),
		column("customer_names", _("With Whom"), width=260),
		*_counts(),
	]


def _counts() -> list[dict]:
	return [
		column("replies", _("Replies"), "Int", 80),
		column("names", _("By Name"), "Int", 85),
		column("times", _("Times"), "Int", 75),
		column("last_at", _("Last At"), "Datetime", 150),
	]


def _chart(rows: list[dict], name: str) -> dict | None:
	times: dict[str, int] = defaultdict(int)
	for row in rows:
		times[row[name]] += row["times"]
	best = sorted(times.items(), key=lambda pair: -pair[1])[:10]
	if not best:
		return None
	return {
		"type": "bar",
		"data": {
			"labels": [label[:40] for label, _times in best],
			"datasets": [{"name": _("Times"), "values": [number for _label, number in best]}],
		},
		"fieldtype": "Int",
	}
