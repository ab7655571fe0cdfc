"""The words of a post as they stand in a document made of it. Pure: it writes nothing.

Text from outside is text: what comes out of here is safe wherever Frappe shows it.
"""

import html
from typing import TYPE_CHECKING

from frappe import _
from frappe.utils import escape_html, get_absolute_url

if TYPE_CHECKING:
	from frappe.model.document import Document

LONGEST = 140  # characters of a Data field


def subject(mention: "Document") -> str:
	"""The beginning of the post for a Data field, which Frappe's lists and titles may take for HTML."""
	title = (mention.title or "").strip()
	if "<" in title or ">" in title:
		title = html.escape(title, quote=False)
	return title if 0 < len(title) <= LONGEST else _("Post on {0}").format(_(mention.platform))


def quote(mention: "Document") -> str:
	"""The post as HTML: its text, and under it the author, the platform and the link."""
	text = html.escape(mention.text or "", quote=False).replace("\n", "<br>")
	return f"<blockquote>{text}</blockquote><p>{' · '.join(_origin(mention))}</p>"


def said(mention: "Document") -> str:
	"""The same for a timeline, with the way back to the Mention."""
	return f'{quote(mention)}<p><a href="{get_absolute_url("Mention", mention.name)}">{_("Open Mention")}</a></p>'


def author(mention: "Document") -> str:
	"""Name and handle as plain text; empty for an anonymous post."""
	name, handle = mention.author_name or "", mention.author_handle or ""
	return f"{name} (@{handle})" if name and handle and name != handle else name or handle


def _origin(mention: "Document") -> list[str]:
	parts = [html.escape(author(mention), quote=False), _(mention.platform)]
	link = (mention.permalink or "").strip()
	if link.lower().startswith(("https://", "http://")):
		parts.append(
			f'<a href="{escape_html(link)}" target="_blank" rel="noopener noreferrer">{_("See Post")}</a>'
		)
	return [part for part in parts if part]
