"""Ideas as people outside see them: who may see which, the list, one idea, handing in a new one.

The portal has no roles on Idea: what is asked here is asked of `audience` first. Reads, except for `submit`.
"""

from collections.abc import Collection

import frappe
from frappe import _
from frappe.utils import escape_html, strip_html

from social_crm_app.ideas import people, reputation, similar, votes
from social_crm_app.ingest.normalise import clean_line, clean_text

# Both ways down, so that the index is read instead of sorting all ideas.
TABS = {"top": "rank_score desc, name desc", "new": "creation desc, name desc"}
STATUS_TABS = {"planned": ("Planned", "In Progress"), "shipped": ("Shipped",)}
PAGE = 20
EXCERPT = 200  # characters
MAX_TITLE, MAX_DESCRIPTION = 140, 5000
ROADMAP = ("Planned", "In Progress", "Shipped")
ROADMAP_IDEAS = 50  # of each status


def is_open() -> bool:
	return frappe.get_cached_doc("Social CRM Settings").ideas_portal in ("Customers", "Everybody")


def audience(user: str) -> tuple[str, ...]:
	"""The visibilities that this user may see; nothing while the portal is closed."""
	if not is_open():
		return ()
	if is_customer(user):
		return ("Public", "Customers")
	everybody = frappe.get_cached_doc("Social CRM Settings").ideas_portal == "Everybody"
	return ("Public",) if everybody else ()


def is_customer(user: str) -> bool:
	"""True for a login that belongs to a Customer, and for colleagues. Whoever merely signed up is a stranger."""
	if user == "Guest":
		return False
	if frappe.get_cached_value("User", user, "user_type") == "System User":
		return True
	if people.customers_of([("User", user)]):
		return True
	return bool(frappe.db.exists("Portal User", {"user": user, "parenttype": "Customer"}))


def listed(user: str, tab: str = "top", search: str = "", start: int = 0) -> list[dict]:
	"""A page of ideas: [{name, title, status, votes, excerpt, voted, waiting}]; empty for those who may see none.

	`tab` is top, new, planned, shipped or mine; anything else is top.
	"""
	seen = audience(user)
	if not seen or (tab == "mine" and user == "Guest"):
		return []
	filters = [["merged_into", "is", "not set"], ["visibility", "in", seen]]
	filters.append(["owner", "=", user] if tab == "mine" else ["moderation", "=", "Approved"])
	if tab in STATUS_TABS:
		filters.append(["status", "in", STATUS_TABS[tab]])
	if search:
		filters.append(["name", "in", similar.with_words(search[:MAX_TITLE], seen)])
	rows = frappe.get_all(
		"Idea",
		filters=filters,
		fields=["name", "title", "status", "votes", "description", "moderation", "creation"],
		order_by=TABS.get(tab, TABS["top"]),
		limit_start=max(start, 0),
		limit_page_length=PAGE,
	)
	voted = _voted(user, [row.name for row in rows])
	for row in rows:
		row.excerpt = strip_html(row.pop("description") or "")[:EXCERPT]
		row.voted = row.name in voted
		row.waiting, row.rejected = row.moderation == "Waiting", row.moderation == "Rejected"
	return rows


def shown(user: str, idea: str) -> dict | None:
	"""One idea as its page shows it, with its status history; None if this user may not see it or there is none.
	What was handed in is seen by whoever did it while it waits, but not when it has become internal."""
	seen = audience(user)
	row = frappe.db.get_value(
		"Idea",
		idea,
		[
			"name",
			"title",
			"status",
			"votes",
			"description",
			"visibility",
			"moderation",
			"owner",
			"merged_into",
			"creation",
		],
		as_dict=True,
	)
	if not row or not seen:
		return None
	mine = row.owner == user != "Guest"
	if row.visibility not in seen or (row.moderation != "Approved" and not mine):
		return None
	row.history = frappe.get_all(
		"Idea Status Log", {"parent": idea}, ["happened_at", "to_status", "reason"], order_by="idx"
	)
	row.voted = bool(_voted(user, [idea]))
	row.merged_into = row.merged_into if row.merged_into and shown(user, row.merged_into) else None
	return row


def submit(user: str, title: str, description: str) -> str:
	"""Name of the new idea of a portal user: text only, for customers to see (for everybody, if the user is none),
	approved unless the user is new here.

	Raises frappe.ValidationError without a title, frappe.PermissionError while the portal is closed.
	"""
	seen = audience(user)
	if user == "Guest" or not seen:
		raise frappe.PermissionError
	title = clean_line(strip_html(title or ""), MAX_TITLE)
	if not title:
		frappe.throw(_("Please say in a few words what you have in mind."))
	plain, _cut = clean_text(description or "", MAX_DESCRIPTION)
	text = escape_html(plain).replace("\n", "<br>")
	idea = frappe.get_doc(
		{
			"doctype": "Idea",
			"title": title,
			"description": f"<p>{text}</p>" if text else None,
			"visibility": seen[-1],
			"moderation": "Approved" if reputation.may(user, "post_at_once") else "Waiting",
		}
	)
	idea.insert(ignore_permissions=True)  # portal users have no role on Idea; `audience` was asked
	votes.cast(idea.name, ("User", user))
	return idea.name


def roadmap(user: str) -> list[tuple[str, list[dict]]]:
	"""[(status, ideas)] of what is planned, being made and shipped, the nearest date first, what shipped last
	before the rest: [{name, title, votes, target_date}]. Empty for those who may see none."""
	seen = audience(user)
	return [(status, _on_roadmap(seen, status)) for status in ROADMAP] if seen else []


def _on_roadmap(seen: tuple[str, ...], status: str) -> list[dict]:
	return frappe.get_all(
		"Idea",
		filters={
			"status": status,
			"visibility": ("in", seen),
			"moderation": "Approved",
			"merged_into": ("is", "not set"),
		},
		fields=["name", "title", "votes", "target_date"],
		order_by="target_date desc, modified desc"
		if status == "Shipped"
		else "ifnull(target_date, '9999-12-31'), rank_score desc",
		limit=ROADMAP_IDEAS,
	)


def _voted(user: str, ideas: Collection[str]) -> set[str]:
	"""Those of these ideas that the person behind this user has voted for, with whatever handle."""
	if user == "Guest" or not ideas:
		return set()
	me = ("User", user)
	rows = frappe.get_all(
		"Idea Vote",
		filters={"idea": ("in", list(ideas)), "withdrawn": 0, "voter": ("in", people.names_of(me))},
		fields=["idea", "voter_type", "voter"],
		order_by="name",
	)
	mine = people.alike(me, [(row.voter_type, row.voter) for row in rows])
	return {row.idea for row in rows if (row.voter_type, row.voter) in mine}
