"""Fills the demo site: people, trade, users, what to listen for, and the two accounts to pull from.

Usage, inside the instance's `sites` folder: seed_demo.py. Reads SOCIAL_CRM_SITE, DEMO_PASSWORD, FEEDS_URL and EPOCH
from the environment. Idempotent. It must not pull anything itself: that is the scheduled job's work.
"""

import os
from datetime import datetime, timezone

from seed_people import seed_people
from seed_trade import seed_trade
from setup_site import COMPANY

import frappe
from frappe.utils import add_to_date, convert_utc_to_system_timezone
from frappe.utils.password import update_password

from social_crm_app.preview.demo_server import TOKEN

SALES_USER = "sally@acme-power.example"
SALES_ROLES = ("Social CRM User", "Sales User", "Support Team", "Stock User")
BACKFILL_DAYS = 60
POLL_EVERY_MINUTES = 5

QUERIES = (
	{"title": "AX-18 Cordless Drill", "target": "AX-18", "any_words": "AX-18"},
	{"title": "GX-125 Angle Grinder", "target": "GX-125", "any_words": "GX-125"},
	{"title": "LX-40 Leaf Blower", "target": "LX-40", "any_words": "LX-40"},
	{"title": "BP-5 Battery Pack", "target": "BP-5", "any_words": "BP-5"},
	{"title": "RC-2 Rapid Charger", "target": "RC-2", "any_words": "RC-2\ncharger\nLadegerät\n充電器"},
)


def seed_users(password: str) -> None:
	"""Sally, who sells and answers, and the same password for her and the administrator."""
	if not frappe.db.exists("User", SALES_USER):
		user = frappe.get_doc(
			doctype="User", email=SALES_USER, first_name="Sally", last_name="Stone", send_welcome_email=0
		)
		user.append_roles(*SALES_ROLES)
		user.insert()
	for user in ("Administrator", SALES_USER):
		update_password(user, password)


def seed_queries() -> None:
	for query in QUERIES:
		if not frappe.db.exists("Listening Query", query["title"]):
			frappe.get_doc(doctype="Listening Query", enabled=1, target_type="Item", **query).insert()


def seed_accounts(feeds_url: str, epoch: float) -> None:
	"""A news feed and the company's own account, both on the demo's loopback server."""
	began = convert_utc_to_system_timezone(datetime.fromtimestamp(epoch, timezone.utc).replace(tzinfo=None))
	since = add_to_date(began.replace(tzinfo=None), days=-BACKFILL_DAYS)
	seed_account("Acme news feed", "RSS/Atom Feed", since, instance_url=f"{feeds_url}/feed.xml")
	seed_account("Acme on the fediverse", "Mastodon", since, instance_url=feeds_url, access_token=TOKEN)


def seed_account(title: str, platform: str, since: datetime, instance_url: str, **secrets: str) -> None:
	"""Creates the account, or points the one that is there to where the feeds are served now."""
	name = frappe.db.get_value("Social Account", {"title": title})
	if not name:
		frappe.get_doc(
			doctype="Social Account",
			title=title,
			platform=platform,
			enabled=1,
			company=COMPANY,
			instance_url=instance_url,
			poll_every_minutes=POLL_EVERY_MINUTES,
			backfill_from=since,
			**secrets,
		).insert()
		return
	account = frappe.get_doc("Social Account", name)
	if account.instance_url != instance_url or account.status == "Broken":
		account.instance_url = instance_url
		account.next_sync_at = None
		account.save()


def main() -> None:
	frappe.init(site=os.environ["SOCIAL_CRM_SITE"])
	frappe.connect()
	frappe.flags.mute_emails = True
	seed_users(os.environ["DEMO_PASSWORD"])
	seed_people()
	frappe.db.commit()  # a demo that was stopped goes on after what is there
	seed_trade()
	seed_queries()
	seed_accounts(os.environ["FEEDS_URL"], float(os.environ["EPOCH"]))
	frappe.db.commit()  # a demo that was stopped goes on after what is there
	frappe.destroy()


if __name__ == "__main__":
	main()
