"""How often one person may call what is open to everybody. Counts in Frappe's rate limiter, by login instead of address:
the people of one office share an address."""

from collections.abc import Callable
from functools import wraps

import frappe
from frappe.rate_limiter import rate_limit

HOUR = 3600
KEY = "limited_person"


def per_person(an_hour: int) -> Callable[[Callable], Callable]:
	"""Decorator for a whitelisted function: at most `an_hour` calls an hour for each user; guests are counted by
	address. Beyond that the function raises frappe.RateLimitExceededError."""

	def decorate(function: Callable) -> Callable:
		limited = rate_limit(key=KEY, limit=an_hour, seconds=HOUR, ip_based=False)(function)

		@wraps(function)
		def call(*args, **kwargs):
			user = frappe.session.user
			frappe.form_dict[KEY] = frappe.local.request_ip if user == "Guest" else user
			return limited(*args, **kwargs)

		return call

	return decorate
