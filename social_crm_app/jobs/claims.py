"""The daily end of claims that nobody has proven in time."""

from social_crm_app.privacy import claims


def expire() -> None:
	"""Scheduler: claims whose time has passed lose their code."""
	claims.expire_overdue()
