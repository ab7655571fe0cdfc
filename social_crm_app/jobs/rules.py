"""Fires Mention Rules: what `social_crm_new_mentions` calls. Knows what rules can make, of whichever room."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from social_crm_app.engage import convert, memory
from social_crm_app.engage.rules import run
from social_crm_app.engage.rules.check import CONVERSIONS
from social_crm_app.ideas import collect

if TYPE_CHECKING:
	from frappe.model.document import Document


def on_new_mentions(mentions: Sequence[str]) -> None:
	"""Fires all enabled rules on these mentions, in the caller's transaction."""
	run.run(mentions, makers())


def makers() -> dict[str, Callable[["Document"], tuple[str, str, bool]]]:
	"""What makes a document of a mention, by its DocType."""
	made = {doctype: partial(convert.make, doctype=doctype) for doctype in CONVERSIONS if doctype != "Idea"}
	return {**made, "Idea": _idea}


def _idea(mention: "Document") -> tuple[str, str, bool]:
	before = memory.made_of(mention, "Idea")
	return "Idea", collect.from_mention(mention), not before
