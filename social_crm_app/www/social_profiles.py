"""The portal page on which people claim accounts and decide what is shared. Shows, decides nothing."""

import frappe
from frappe import _
from frappe.sessions import get_csrf_token

from social_crm_app.privacy import portal

no_cache = 1  # everybody sees their own


def get_context(context: dict) -> None:
	"""What `social-profiles.html` shows; guests are sent to the login page and come back."""
	if frappe.session.user == "Guest":
		frappe.local.flags.redirect_location = "/login?redirect-to=/social-profiles"
		raise frappe.Redirect(302)  # a browser keeps a 301 for ever
	# Frappe makes the token that guards against forged calls for the desk only; this page asks for one too.
	get_csrf_token()
	context.update(portal.overview(frappe.session.user))
	context.update({"show_sidebar": True, "title": _("Social Profiles"), "no_breadcrumbs": True})
	context["shares"] = [
		("share_posts", _("Show my posts beside my orders"), _("Our team sees that these posts are yours.")),
		("share_profile", _("Keep my profile text and picture"), _("Name, bio, picture, place and links.")),
		("may_contact", _("You may write to me there"), _("Without this we do not write to you there.")),
	]
