"""Completes ERPNext's setup wizard on the site named by SOCIAL_CRM_SITE, as a person would.

Runs inside the instance's `sites` folder with the bench's Python. The company is the demo data's. It must
not create anything but what the wizard creates, and last year's fiscal year for older orders.
"""

import os
from datetime import date

import frappe
from frappe.desk.page.setup_wizard.setup_wizard import setup_complete

COMPANY = "Acme Power Tools"
COMPANY_ABBR = "APT"


def wizard_answers(year: int) -> dict[str, str]:
	"""What the person in front of the wizard types."""
	return {
		"currency": "USD",
		"country": "United States",
		"timezone": "America/New_York",
		"language": "English",
		"full_name": "Alex Morgan",
		"email": "alex@acme-power.example",
		"password": frappe.generate_hash(length=20),
		"company_name": COMPANY,
		"company_abbr": COMPANY_ABBR,
		"company_tagline": "Tools that outlast the job",
		"industry": "Manufacturing",
		"chart_of_accounts": "Standard",
		"fy_start_date": f"{year}-01-01",
		"fy_end_date": f"{year}-12-31",
		"bank_account": "Acme Current Account",
		"setup_demo": 0,
	}


def add_last_year(year: int) -> None:
	"""The fiscal year before, so that orders can be older than January."""
	name = str(year - 1)
	if not frappe.db.exists("Fiscal Year", name):
		frappe.get_doc(
			doctype="Fiscal Year",
			year=name,
			year_start_date=f"{name}-01-01",
			year_end_date=f"{name}-12-31",
		).insert()


def main() -> None:
	frappe.init(site=os.environ["SOCIAL_CRM_SITE"])
	frappe.connect()
	frappe.flags.mute_emails = True
	year = date.today().year
	if not frappe.db.exists("Company", COMPANY):
		setup_complete(wizard_answers(year))
	if not frappe.is_setup_complete():
		raise SystemExit("ERPNext's setup wizard did not finish; see the Error Log of the site.")
	add_last_year(year)
	frappe.db.commit()  # a script of its own: nobody else commits
	frappe.destroy()


if __name__ == "__main__":
	main()
