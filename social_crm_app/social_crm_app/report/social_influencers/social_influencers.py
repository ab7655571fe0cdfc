"""Whose word about us carries, why, and what it sold. Reads what the nightly count has written; money is read
from the invoices, for those who may read them."""

from collections.abc import Mapping

import frappe
from frappe import _

from social_crm_app.insight import revenue
from social_crm_app.insight.columns import (
	column,
	party_cells,
	party_columns,
	period,
	profile_cells,
	profile_columns,
	text,
)
from social_crm_app.insight.standing import MONTHS
from social_crm_app.insight.visible import visible_records

MOST = 500
_EQUAL = ("platform", "engagement_level", "participation", "stance", "link_status")
_TERMS = ("influence_score", "influence_reach", "influence_relevance", "influence_conversion")
_FIELDS = (
	"name", "title", "platform", "followers", "influence_numbers", "influence_at", "engagement_level",
	"participation", "stance", "party_type", "party", "sales_partner", "coupon_code", *_TERMS,
)  # fmt: skip


def execute(filters: Mapping | None = None):
	filters = frappe._dict(filters or {})
	people = _people(filters)
	money = revenue.may_see_money()
	sales = _sales(filters) if money else {}
	seen = visible_records(
		pair
		for p in people
		for pair in (
			(p.party_type, p.party), ("Sales Partner", p.sales_partner), ("Coupon Code", p.coupon_code),
		)
	)  # fmt: skip
	currency = frappe.get_cached_value("Company", _company(filters), "default_currency") if money else None
	rows = [_row(p, seen, sales, currency) for p in people]
	return _columns(money), rows, _message(), _chart(people), _summary(people, sales, currency, money)


def _message() -> str | None:
	"""Why there is nothing to see before the first night, and what to do."""
	if frappe.db.exists("Social Profile", {"influence_at": ("is", "set")}):
		return None
	return _(
		"Influence is counted every night and has not been counted yet. Come back tomorrow, or open a Social "
		"Profile and choose Count Influence Now."
	)


def _people(filters: Mapping) -> list[dict]:
	chosen = [[field, "=", filters[field]] for field in _EQUAL if filters.get(field)]
	chosen.append(["influence_score", ">=", max(float(filters.get("least_score") or 0), 0.1)])
	return frappe.get_list(
		"Social Profile",
		filters=chosen,
		fields=list(_FIELDS),
		order_by="influence_score desc, name",
		limit=MOST,
	)


def _sales(filters: Mapping) -> dict[revenue.Key, revenue.Sales]:
	since, until = period(filters, MONTHS)
	keys = revenue.holders().all_keys
	company = _company(filters)
	return revenue.sales_of(keys, since, until, company, revenue.rights_of_user()).get(company, {})


def _company(filters: Mapping) -> str:
	company = filters.get("company") or frappe.defaults.get_user_default("Company")
	return company or frappe.throw(_("Choose a company: amounts are shown in its currency."))


def _keys(person: Mapping) -> list[revenue.Key]:
	pairs = (("Sales Partner", person["sales_partner"]), ("Coupon Code", person["coupon_code"]))
	return [(kind, name) for kind, name in pairs if name]


def _row(person: Mapping, seen: set, sales: Mapping, currency: str | None) -> dict:
	mine = revenue.total(sales, _keys(person))
	return {
		**profile_cells(person),
		**party_cells(person["party_type"], person["party"], seen),
		**{field: person[field] for field in ("platform", "followers", "influence_at", *_TERMS)},
		**{
			field: person[field] and _(person[field])
			for field in ("engagement_level", "participation", "stance")
		},
		"influence_numbers": text(person["influence_numbers"]),
		"sales_partner": _seen("Sales Partner", person["sales_partner"], seen),
		"coupon_code": _seen("Coupon Code", person["coupon_code"], seen),
		"invoices": mine.invoices,
		"net_revenue": mine.net,
		"open_orders": mine.open,
		"currency": currency,
	} | ({} if currency else _NO_MONEY)


_NO_MONEY = dict.fromkeys(("invoices", "net_revenue", "open_orders", "currency"))


def _seen(doctype: str, name: str | None, seen: set) -> str | None:
	return name if (doctype, name) in seen else None


def _columns(money: bool) -> list[dict]:
	term = {"fieldtype": "Float", "width": 90, "precision": 2}
	columns = [
		*profile_columns(_("Profile")),
		column("platform", _("Platform"), width=100),
		column("followers", _("Followers"), "Int", 95),
		column("influence_score", _("Score"), "Float", 80, precision=1),
		column("influence_reach", _("Reach"), **term),
		column("influence_relevance", _("Relevance"), **term),
		column("influence_conversion", _("Conversion"), **term),
		column("influence_numbers", _("Numbers"), width=320),
		column("engagement_level", _("Engagement"), width=120),
		column("participation", _("Participation"), width=120),
		column("stance", _("Stance"), width=95),
		*party_columns(_("Who It Is")),
		column("sales_partner", _("Sales Partner"), "Link", 130, options="Sales Partner"),
		column("coupon_code", _("Coupon Code"), "Link", 120, options="Coupon Code"),
	]
	if money:
		amount = {"fieldtype": "Currency", "options": "currency", "width": 130}
		columns += [
			column("invoices", _("Sales"), "Int", 70),
			column("net_revenue", _("Net Revenue"), **amount),
			column("open_orders", _("Ordered, Not Invoiced"), **amount),
		]
	return [*columns, column("influence_at", _("Counted At"), "Datetime", 150)]


def _chart(people: list[dict]) -> dict | None:
	best = people[:10]
	if not best:
		return None
	return {
		"type": "bar",
		"data": {
			"labels": [text(p.title)[:40] for p in best],
			"datasets": [{"name": _("Score"), "values": [p.influence_score for p in best]}],
		},
		"fieldtype": "Float",
	}


def _summary(people: list[dict], sales: Mapping, currency: str | None, money: bool) -> list[dict]:
	cards = [{"value": len(people), "label": _("Profiles"), "datatype": "Int"}]
	if money:
		all_of_them = revenue.total(sales, (key for p in people for key in _keys(p)))
		for value, label in (
			(all_of_them.net, _("Net Revenue")),
			(all_of_them.open, _("Ordered, Not Invoiced")),
		):
			cards.append({"value": value, "label": label, "datatype": "Currency", "currency": currency})
	return cards
