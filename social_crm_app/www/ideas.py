"""Ideas on the portal: the list at /ideas and one of them at /ideas/<name>. Shows, decides nothing."""

import frappe
from frappe import _
from frappe.sessions import get_csrf_token
from frappe.utils import cint
from frappe.utils.html_utils import sanitize_html

from social_crm_app.ideas import comments, followers, portal, reputation

no_cache = 1  # everybody sees their own


def get_context(context: dict) -> None:
	"""What `ideas.html` shows. Guests who may see nothing log in first; nobody learns of an idea that is not theirs
	to see, nor of a portal that is closed."""
	user = frappe.session.user
	name = frappe.form_dict.get("name")
	if not portal.audience(user):
		_require_login(user)
	context.update({"no_breadcrumbs": True, "logged_in": user != "Guest"})
	context.update(_one(user, name) if name else _list(user))
	if user != "Guest":
		get_csrf_token()  # Frappe makes it for the desk only


def _one(user: str, name: str) -> dict:
	idea = portal.shown(user, name)
	if not idea:
		_require_login(user)
	idea.description = sanitize_html(idea.description or "", always_sanitize=True)
	return {
		"title": idea.title,
		"idea": idea,
		"comments": comments.listed(user, idea.name, portal.audience(user)),
		"longest_comment": comments.MAX_TEXT,
		"may_hide": reputation.may(user, "hide_comments"),
		"following": user != "Guest" and followers.is_following(idea.name, ("User", user)),
	}


def _list(user: str) -> dict:
	form = frappe.form_dict
	tab, search, start = (
		form.get("show") or "top",
		(form.get("search") or "").strip(),
		cint(form.get("start")),
	)
	shown = {
		"title": _("Ideas"), "idea": None, "tabs": _tabs(user), "tab": tab, "search": search, "start": start,
		"page": portal.PAGE,
	}  # fmt: skip
	if tab == "roadmap" and not search:
		return {**shown, "roadmap": portal.roadmap(user), "ideas": [], "more": False}
	rows = portal.listed(user, tab, search, start)
	mine = _standing(user) if tab == "mine" and user != "Guest" else {}
	return {**shown, "ideas": rows, "more": len(rows) == portal.PAGE, **mine}


def _standing(user: str) -> dict:
	standing = reputation.of(user)
	return {
		"standing": standing,
		"formula": reputation.in_words(standing),
		"ranks": reputation.ranks_in_words(),
		"rank_title": _(standing.rank.title),
	}


def _tabs(user: str) -> list[tuple[str, str]]:
	found = [
		("top", _("Top")), ("new", _("New")), ("planned", _("Planned")), ("shipped", _("Shipped")),
		("roadmap", _("Roadmap")),
	]  # fmt: skip
	return found if user == "Guest" else [*found, ("mine", _("Mine"))]


def _require_login(user: str) -> None:
	if user != "Guest" or not portal.is_open():
		raise frappe.PageDoesNotExistError
	frappe.local.flags.redirect_location = "/login?redirect-to=/ideas"
	raise frappe.Redirect(302)  # a browser keeps a 301 for ever
