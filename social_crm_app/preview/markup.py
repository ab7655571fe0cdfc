"""The only ways by which foreign text gets into HTML. Must not know what a report is."""

import html
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from social_crm_app.ingest.normalise import clean_text, clean_url
from social_crm_app.preview import wording


def escape(text: str) -> str:
	"""Foreign text as HTML text or attribute value."""
	return html.escape(clean_text(text)[0])


def safe_url(url: str) -> str:
	"""`url` as an attribute value if a browser may follow it (http, https), else ""."""
	try:
		usable = clean_url(url) and urlsplit(url).hostname
	except ValueError:
		return ""
	return escape(url) if usable else ""


def link(url: str, words: str) -> str:
	"""A link that tells its target nothing; only the words where `url` is no web address."""
	target = safe_url(url)
	return (
		f'<a href="{target}" rel="noopener noreferrer nofollow">{escape(words)}</a>'
		if target
		else escape(words)
	)


def time(moment: datetime) -> str:
	"""The moment in this machine's time zone."""
	return f'<time datetime="{moment.isoformat(timespec="seconds")}">{wording.moment(moment)}</time>'


def listed(lines: Iterable[str]) -> str:
	"""A list of foreign texts."""
	return "<ul>" + "".join(f"<li>{escape(line)}" for line in lines) + "</ul>"
