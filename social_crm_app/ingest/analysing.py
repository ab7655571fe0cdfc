"""Brings the site's Listening Queries and the pure analysis together. Reads queries, writes nothing."""

import frappe

from social_crm_app.analysis.topics import QueryMatcher, QuerySpec, compile_queries

_FIELDS = (
	"name", "any_words", "all_words", "none_words", "exact_phrases", "languages", "target_type", "target",
)  # fmt: skip


def matcher() -> QueryMatcher:
	"""All enabled Listening Queries, compiled; kept for the request or job, dropped when a query is saved."""
	if getattr(frappe.local, "social_crm_matcher", None) is None:
		frappe.local.social_crm_matcher = compile_queries(specs())
	return frappe.local.social_crm_matcher


def forget_matcher() -> None:
	frappe.local.social_crm_matcher = None


def specs() -> list[QuerySpec]:
	"""The enabled queries as data. They run on everything that comes in, whichever account brought it."""
	return [
		_spec(query)
		for query in frappe.get_all(
			"Listening Query", filters={"enabled": 1}, fields=list(_FIELDS), order_by="name"
		)
	]


def searches_of(account: str) -> list[str]:
	"""What the Listening Queries that name this account ask its platform to search for, each term once."""
	queries = frappe.get_all("Listening Query Account", {"social_account": account}, pluck="parent")
	rows = frappe.get_all(
		"Listening Query",
		filters={"enabled": 1, "name": ("in", queries)},
		fields=["any_words", "all_words", "exact_phrases"],
		order_by="name",
	)
	return list(dict.fromkeys(term for row in rows for term in _terms(row)))


def lines(text: str | None) -> tuple[str, ...]:
	"""The non-empty lines of a multi-line field."""
	return tuple(filter(None, (line.strip() for line in (text or "").splitlines())))


def _terms(query: dict) -> tuple[str, ...]:
	"""One search per word or phrase; words that must all be there are one search. A * is for our matcher only."""
	together = " ".join(lines(query.all_words))
	terms = (*lines(query.any_words), *lines(query.exact_phrases)) or ((together,) if together else ())
	return tuple(term.strip("\"' ").rstrip("*") for term in terms)


def _spec(query: dict) -> QuerySpec:
	return QuerySpec(
		name=query.name,
		all=lines(query.all_words),
		any=lines(query.any_words),
		none=lines(query.none_words),
		phrases=lines(query.exact_phrases),
		languages=tuple(filter(None, (c.strip().lower() for c in (query.languages or "").split(",")))),
		target_type=query.target_type or "",
		target=query.target or "",
		accounts=(),
	)
