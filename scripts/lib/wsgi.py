"""The web application for gunicorn: Frappe with its static files, always the one site of the instance.

Run from the `sites` folder. `frappe serve` would do the same but listens on all addresses. It must not
contain anything of the app itself.
"""

import os

import frappe.app

# One site, whatever the browser calls the machine: localhost, 127.0.0.1 or a forwarded name.
frappe.app._site = os.environ["SOCIAL_CRM_SITE"]
frappe.app._sites_path = "."
application = frappe.app.application_with_statics()
