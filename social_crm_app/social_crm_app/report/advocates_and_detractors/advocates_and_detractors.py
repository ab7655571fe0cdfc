"""Who speaks for us and who against us, and what they said. The stance of an author holds for all their mentions."""

from collections import Counter
from collections.abc import Mapping

import frappe
from frappe import _
from frappe.utils import get_datetime

from social_crm_app.insight import activity
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
_FIELDS = (
	"name", "title", "platform", "followers", "influence_score", "stance", "stance_overridden", "engagement_level",
	"party_type", "party",
)  # fmt: skip


def execute(filters: Mapping | None = None):
	filters = frappe._dict(filters or {})
	people = _people(filters)
	if filters.get("show") == "Mentions":
		return _mention_columns(), _mention_rows(people, filters)
	return _person_columns(), _person_rows(people, filters), None, _chart(people)


def _people(filters: Mapping) -> list[dict]:
	chosen = [["stance", "in", [filters["stance"]] if filters.get("stance") else ["Advocate", "Detractor"]]]
	if filters.get("platform"):
		chosen.append(["platform", "=", filters["platform"]])
	return frappe.get_list(
		"Social Profile",
		filters=chosen,
		fields=list(_FIELDS),
		order_by="influence_score desc, name",
		limit=MOST,
	)


def _person_rows(people: list[dict], filters: Mapping) -> list[dict]:
	since, _until = period(filters, MONTHS)
	posts = activity.posts_of([p.name for p in people] or [""], get_datetime(since))
	seen = visible_records((p.party_type, p.party) for p in people)
	return [
		{
			**profile_cells(p),
			**party_cells(p.party_type, p.party, seen),
			**{f: p[f] for f in ("platform", "followers", "influence_score", "stance_overridden")},
			"stance": _(p.stance),
			"engagement_level": _(p.engagement_level or ""),
			**{key: posts.get(p.name, {}).get(key, 0) for key in ("posts", "for_us", "against_us")},
		}
		for p in people
	]


def _person_columns() -> list[dict]:
	return [
		*profile_columns(_("Profile")),
		column("platform", _("Platform"), width=100),
		column("stance", _("Stance"), width=100),
		column("stance_overridden", _("Set by a Person"), "Check", 110),
		column("posts", _("Posts"), "Int", 75),
		column("for_us", _("For Us"), "Int", 80),
		column("against_us", _("Against Us"), "Int", 95),
		column("influence_score", _("Score"), "Float", 80, precision=1),
		column("followers", _("Followers"), "Int", 95),
		column("engagement_level", _("Engagement"), width=120),
		*party_columns(_("Who It Is")),
	]


def _mention_rows(people: list[dict], filters: Mapping) -> list[dict]:
	stances = {p.name: p for p in people}
	since, until = period(filters, MONTHS)
	mentions = frappe.get_list(
		"Mention",
		filters=[
			["social_profile", "in", list(stances) or [""]],
			["posted_at", "between", [since, until]],
		],
		fields=[
			"name",
			"title",
			"social_profile",
			"posted_at",
			"platform",
			"sentiment_label",
			"intent",
			"status",
		],
		order_by="posted_at desc",
		limit=MOST,
	)
	return [
		{
			"mention": m.name,
			"title": text(m.title),
			**profile_cells(stances[m.social_profile]),
			"stance": _(stances[m.social_profile].stance),
			**{f: _(m[f] or "") for f in ("platform", "sentiment_label", "intent", "status")},
			"posted_at": m.posted_at,
		}
		for m in mentions
	]


def _mention_columns() -> list[dict]:
	return [
		column("posted_at", _("Posted At"), "Datetime", 150),
		column("mention", _("Mention"), "Link", 160, options="Mention"),
		column("title", _("Text"), width=320),
		column("stance", _("Stance of the Author"), width=130),
		*profile_columns(_("Profile")),
		column("platform", _("Platform"), width=100),
		column("sentiment_label", _("Sentiment"), width=95),
		column("intent", _("Intent"), width=95),
		column("status", _("Status"), width=90),
	]


def _chart(people: list[dict]) -> dict | None:
	if not people:
		return None
	counts = Counter(p.stance for p in people)
	return {
		"type": "donut",
		"data": {
			"labels": [_("Advocate"), _("Detractor")],
			"datasets": [{"values": [counts["Advocate"], counts["Detractor"]]}],
		},
		"colors": ["green", "red"],
		"height": 200,
	}
