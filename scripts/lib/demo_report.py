"""Waits until the scheduled job has pulled from every account, and says what came in and whom it is from.

Usage, inside the instance's `sites` folder: demo_report.py [--wait SECONDS]. With --wait it only waits, and fails
when the time is over. It must not pull or change anything.
"""

import argparse
import os
import sys
import time
from collections import Counter

import frappe

GRACE = 90


def waiting_for() -> list[str]:
	"""Titles of enabled accounts from which nothing has been pulled yet, and what else is not ready."""
	accounts = frappe.get_all("Social Account", {"enabled": 1}, ["name", "title"], order_by="title")
	seen = set(frappe.get_all("Mention", pluck="social_account", distinct=True))
	missing = [account.title for account in accounts if account.name not in seen]
	if frappe.db.get_single_value("Social CRM Settings", "index_status") != "Ready":
		missing.append("the identity index")
	return missing or ([] if accounts else ["an account"])


def wait(seconds: float) -> None:
	"""Returns once nothing is missing; ends the program with the reason when `seconds` are over, or when an
	account has been broken for GRACE seconds: on loopback no error heals by waiting."""
	began = time.monotonic()
	while missing := waiting_for():
		waited = time.monotonic() - began
		errors = last_errors()
		if waited > seconds or (errors and waited > GRACE):
			sys.exit(f"Nothing came in within {waited:.0f} seconds from: {', '.join(missing)}. {errors}")
		time.sleep(2)
		frappe.db.rollback()  # the next look sees what the worker has committed since


def last_errors() -> str:
	"""What the accounts themselves say is wrong."""
	errors = frappe.get_all("Social Account", {"last_error": ["is", "set"]}, ["title", "last_error"])
	return "; ".join(f"{error.title}: {error.last_error}" for error in errors)


def report() -> None:
	"""What came in by account, and who it is from, on the terminal."""
	titles = dict(frappe.get_all("Social Account", fields=["name", "title"], as_list=True))
	by_account = Counter(frappe.get_all("Mention", pluck="social_account"))
	print("\nPulled by the scheduled job:")
	for account, number in sorted(by_account.items()):
		print(f"  {number:4} mentions   {titles.get(account, account)}")
	parties = Counter(
		(row.party_type, party_label(row.party_type, row.party))
		for row in frappe.get_all("Mention", {"party": ["is", "set"]}, ["party_type", "party"])
	)
	print("Linked without anybody's help, because the evidence is exact and the platform vouches for it:")
	for (party_type, party), number in sorted(parties.items()):
		print(f"  {number:4} mentions   {party_type} {party}")
	suggested = frappe.get_all(
		"Social Profile", {"link_status": "Suggested"}, pluck="display_name", order_by="display_name"
	)
	print(f"Suggested, for a person to confirm: {', '.join(suggested) or 'nobody'}")


def party_label(party_type: str, party: str) -> str:
	"""A lead's document name says nothing to people; its title does."""
	return frappe.get_cached_value("Lead", party, "title") or party if party_type == "Lead" else party


def main() -> None:
	parser = argparse.ArgumentParser()
	parser.add_argument("--wait", type=float)
	arguments = parser.parse_args()
	frappe.init(site=os.environ["SOCIAL_CRM_SITE"])
	frappe.connect()
	if arguments.wait:
		wait(arguments.wait)
	else:
		report()
	frappe.destroy()


if __name__ == "__main__":
	main()
