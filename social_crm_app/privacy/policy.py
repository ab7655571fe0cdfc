"""What each platform says about linking its accounts to customer records, and the switch in the Settings.

The texts are dated data with their source. The switch belongs to the admin: seeding adds rows that are
missing and renews the texts, it never turns a switch.
"""

from dataclasses import dataclass

import frappe
from frappe import _

from social_crm_app import connectors
from social_crm_app.identity.platforms import linking_allowed

SETTINGS = "Social CRM Settings"


@dataclass(frozen=True, slots=True)
class Rule:
	"""`linking` is the switch as it is delivered, `text` the platform's rule in plain words, with its source."""

	linking: bool
	text: str


def rules() -> dict[str, Rule]:
	"""By platform label, looked up in November 2026; a platform that is not here gets the text of "Other"."""
	return {
		"Reddit": Rule(
			False,
			_(
				"Reddit forbids matching its data with identifiers from elsewhere, and private messages without consent; commercial use needs a contract. Leave this off unless your contract with Reddit allows it. (Reddit, Responsible Builder Policy, November 2025)"
			),
		),
		"X": Rule(
			True,
			_(
				"Public or own data only: without express consent, X allows matching a handle to a customer record only by what the person gave you or by public data (posts, bio, display name, handle), and never where it would surprise them. Deleted or protected posts must go here within 24 hours of a request. (X, Developer Policy and Developer Guidelines, read in November 2026)"
			),
		),
		"Mastodon": Rule(
			True,
			_(
				"An open network without one rule for all: every server has its own on its About page. What people made public may be read; posts deleted there must go here too."
			),
		),
		"Bluesky": Rule(
			True,
			_(
				"An open network whose profiles and posts are public. Posts deleted there must go here too. Read its terms for developers before you rely on links."
			),
		),
		"Hacker News": Rule(
			True,
			_(
				"Names, posts and the About text are public. Read the terms of the site before you rely on links."
			),
		),
		"RSS/Atom Feed": Rule(
			True,
			_(
				"A feed names its authors as its publisher likes, and the publisher's rules apply. A name in a feed never links by itself."
			),
		),
		"Other": Rule(
			True,
			_(
				"Read the platform's own rules for developers before you leave this on. The law on personal data applies everywhere."
			),
		),
	}


def seed_policies() -> None:
	"""Adds a row for every platform that has none and brings the texts up to date; keeps every switch.

	Writes these rows only: saving the Settings as a whole would write a zero into every other field that has
	never been set.
	"""
	held = {row.platform: row for row in frappe.get_single(SETTINGS).platform_policies}
	known = rules()
	for platform in dict.fromkeys((*connectors.labels(), *known)):
		rule = known.get(platform, known["Other"])
		if platform not in held:
			_add(platform, rule, len(held) + 1)
			held[platform] = None
		elif held[platform].rule != rule.text:
			held[platform].db_set("rule", rule.text, update_modified=False)
	frappe.clear_document_cache(SETTINGS, SETTINGS)


def _add(platform: str, rule: Rule, idx: int) -> None:
	row = frappe.get_doc(
		{
			"doctype": "Social Platform Policy", "parent": SETTINGS, "parenttype": SETTINGS,
			"parentfield": "platform_policies", "idx": idx, "platform": platform,
			"identity_linking": int(rule.linking), "rule": rule.text,
		}
	)  # fmt: skip
	row.db_insert()


def provable() -> list[str]:
	"""Labels of the platforms on which a person can prove an account and we may link it."""
	return [
		label
		for label in connectors.labels()
		if connectors.get(label).capabilities.can_prove and linking_allowed(label)
	]
