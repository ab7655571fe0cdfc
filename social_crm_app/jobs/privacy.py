"""The jobs that erase a person and write large exports, and the answers to Frappe's Personal Data requests."""

import frappe
from frappe import _
from frappe.utils import get_url
from frappe.utils.verified_command import get_signed_params

from social_crm_app.jobs.enqueue import enqueue_erase
from social_crm_app.privacy import erase as work
from social_crm_app.privacy import export, requests
from social_crm_app.privacy.holdings import PROFILE
from social_crm_app.privacy.reader import Reader

REQUEST = "Personal Data Download Request"


def erase(profile: str, user: str | None = None) -> None:
	"""Erases a profile that is marked, or goes on where a killed worker stopped; tells `user` what was done."""
	report = work.run(profile)
	if user and report:
		frappe.publish_realtime("social_erased", {"profile": profile, **report}, user=user)


def resume() -> None:
	"""Goes on with every erasure that was begun and not ended."""
	for profile in work.unfinished():
		enqueue_erase(profile)


def write_export(profile: str, user: str) -> None:
	"""Writes a large export into a private File on the profile and tells `user`, a manager, where it is."""
	url = export.save(profile, Reader(user, manages=True), (PROFILE, profile))
	frappe.publish_realtime("social_export", {"profile": profile, "file_url": url}, user=user)


def answer_download(request: str) -> None:
	"""Adds what is held about the person's social profiles to a request for their data, and mails the link."""
	user = frappe.db.get_value(REQUEST, request, "user")
	asked = requests.profiles_of(user)
	reader = Reader(user, manages=False)
	urls = [export.save(profile, reader, (REQUEST, request)) for profile in asked.proven]
	stranger = Reader(user, manages=False, private=False)
	urls += [export.save(profile, stranger, (REQUEST, request)) for profile in asked.named]
	for url in urls:  # few: the profiles of one person
		_mail(user, request, url)


def _mail(user: str, request: str, file_url: str) -> None:
	"""The same mail as Frappe's own for the rest of the data."""
	signed = get_signed_params({"file_url": file_url})
	frappe.sendmail(
		recipients=user,
		subject=_("Download Your Social Data"),
		template="download_data",
		args={
			"user": user,
			"user_name": frappe.db.get_value(REQUEST, request, "user_name"),
			"link": f"{get_url('/api/method/frappe.utils.file_manager.download_file')}?{signed}",
			"host_name": frappe.local.site,
		},
		header=[_("Download Your Social Data"), "green"],
	)
