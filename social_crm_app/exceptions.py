"""Every error this app raises on purpose, in one family.

The room imports nothing, so that connectors, the app and the preview can all use it. It must not
contain sentences for the desk: `ingest.health` turns a class into translated words. The provider's own
words travel in `provider_message`; a secret never does.
"""


class SocialCRMError(Exception):
	"""Root of the family."""


class ConnectorError(SocialCRMError):
	"""A platform could not be read or written.

	Attributes:
	    provider_message: what the platform itself said, shortened, without secrets.
	    http_status: the status code, when an answer came at all.
	"""

	def __init__(self, message: str = "", *, provider_message: str = "", http_status: int | None = None):
		super().__init__(message or provider_message or type(self).__name__)
		self.provider_message = provider_message
		self.http_status = http_status


class AuthExpired(ConnectorError):
	"""The credentials are wrong, expired or withdrawn (401; on Bluesky also 400 ExpiredToken / InvalidToken)."""


class NotPermitted(ConnectorError):
	"""The credentials are good, but not for this (403, blocked, suspended, missing scope)."""


class RateLimited(ConnectorError):
	"""The platform asks to wait.

	Attributes:
	    retry_after: seconds from now, never negative; None when the platform does not say.
	"""

	def __init__(self, message: str = "", *, retry_after: float | None = None, **kwargs):
		super().__init__(message, **kwargs)
		self.retry_after = None if retry_after is None else max(0.0, float(retry_after))


class BadPayload(ConnectorError):
	"""An answer came that is not what the platform documents (HTML instead of JSON, broken XML, too large)."""


class Unreachable(ConnectorError):
	"""No usable answer: DNS, refused connection, timeout, 5xx, or an address we refuse to call."""


class Gone(ConnectorError):
	"""The feed, account or server says that it is gone for good (404 on the root, 410)."""


class BudgetReached(ConnectorError):
	"""A paid call was not made because it would exceed the account's monthly budget."""


class SignatureError(SocialCRMError):
	"""A webhook's signature is missing, old or wrong."""
