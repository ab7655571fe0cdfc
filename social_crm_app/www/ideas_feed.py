"""The public ideas as an Atom feed (RFC 4287), newest first. Shows, decides nothing."""

import re
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import get_datetime, get_system_timezone, get_url, now_datetime

from social_crm_app.ideas import portal

# What is no Char of XML 1.0 (section 2.2)
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
no_cache = 1
base_template_path = "www/ideas-feed.xml"


def get_context(context: dict) -> dict:
	"""Ideas that everybody may see, whoever asks: feed readers do not log in."""
	if not portal.audience("Guest"):
		raise frappe.PageDoesNotExistError
	ideas = portal.listed("Guest", "new")
	for idea in ideas:
		idea.title, idea.excerpt = NOT_IN_XML.sub("", idea.title), NOT_IN_XML.sub("", idea.excerpt)
	return {"ideas": ideas, "home": get_url("/ideas"), "rfc3339": rfc3339, "now": now_datetime()}


def rfc3339(moment) -> str:
	"""A site-time moment as Atom wants it, with its offset."""
	return get_datetime(moment).replace(microsecond=0, tzinfo=ZoneInfo(get_system_timezone())).isoformat()
