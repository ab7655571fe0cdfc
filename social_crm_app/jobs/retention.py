"""The nightly job that removes what is past its time."""

from social_crm_app.privacy import retention


def run() -> None:
	"""One night's share; what is left is done the next night."""
	retention.run()
