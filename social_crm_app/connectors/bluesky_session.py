"""Logs in to a Bluesky account and makes its calls: createSession, refreshSession, one retry.

Logging in is the scarce thing (30 in five minutes, 300 a day), so the tokens live in `AccountConfig.session`,
which the caller keeps: service, login, did, pds, domains, access, refresh. They are dropped when the account
now names another server or another handle. Must not know what the calls mean; `bluesky` does.
"""

from collections.abc import Callable, Iterable
from typing import Any

from social_crm_app.connectors.base import AccountConfig
from social_crm_app.connectors.http import HttpClient
from social_crm_app.connectors.loose import identifier, items, mapping, origin, text, web_url
from social_crm_app.connectors.response import Response
from social_crm_app.exceptions import AuthExpired, BadPayload, ConnectorError, NotPermitted

DEFAULT_SERVICE = "https://bsky.social"
# These come with status 400, as any other mistake does; only a missing token is a 401.
_BAD_TOKEN = ("ExpiredToken", "InvalidToken")


class BlueskySession:
	"""The calls of one account; changes `account.session` in place."""

	def __init__(self, http: HttpClient, account: AccountConfig):
		self.http = http
		self.account = account
		self.kept = account.session
		self.service = origin(account.instance_url.strip() or DEFAULT_SERVICE)
		self.login = account.handle.strip().lstrip("@")
		if (self.kept.get("service"), self.kept.get("login")) != (self.service, self.login):
			self.kept.clear()

	@property
	def did(self) -> str:
		"""The account's own DID; "" before the first login."""
		return text(self.kept.get("did"))

	@property
	def own_domains(self) -> tuple[str, ...]:
		"""The domains under which the account's server hands out handles: ".example.com"."""
		return tuple(filter(None, map(text, items(self.kept.get("domains")))))

	def ensure(self) -> None:
		"""Logs in, if nothing is left of an earlier login; raises ConnectorError."""
		if not text(self.kept.get("access")):
			self.create()

	def get(self, method: str, params: Iterable[tuple[str, Any]]) -> Response:
		"""The answer to an XRPC query. A token that has run out is renewed once; raises ConnectorError."""
		self.ensure()
		try:
			return self._get(method, params)
		except AuthExpired:
			self._renew()
		return self._get(method, params)

	def post(self, method: str, payload: dict[str, Any]) -> Response:
		"""The answer to an XRPC procedure. A call whose token has run out did nothing, so it is made once more."""
		self.ensure()
		try:
			return self._post(method, payload)
		except AuthExpired:
			self._renew()
		return self._post(method, payload)

	def create(self) -> dict[str, Any]:
		"""Logs in with the app password. Returns the answer (did, handle, ...); raises ConnectorError."""
		password = self._password()
		if not password or not self.login:
			raise AuthExpired("The account has no handle or no app password")
		url = f"{self.service}/xrpc/com.atproto.server.createSession"
		payload = {"identifier": self.login, "password": password}
		found = self._keep(self._call(self.http.post_json, url, "", payload))
		self.kept["domains"] = self._describe()
		return found

	def _renew(self) -> None:
		"""New tokens for the refresh token, or, when that is used up or withdrawn, for the password."""
		try:
			self._refresh(text(self.kept.get("refresh")))
		except (AuthExpired, BadPayload):
			self.kept.pop("access", None)
			self.kept.pop("refresh", None)
			self.create()

	def _refresh(self, token: str) -> None:
		if not token:
			raise AuthExpired("There is no refresh token")
		url = f"{self._pds()}/xrpc/com.atproto.server.refreshSession"
		self._keep(self._call(self.http.post_json, url, token, None))

	def _get(self, method: str, params: Iterable[tuple[str, Any]]) -> Response:
		url = f"{self._pds()}/xrpc/{method}"
		return self._call(self.http.get, url, text(self.kept.get("access")), params=list(params))

	def _post(self, method: str, payload: dict[str, Any]) -> Response:
		url = f"{self._pds()}/xrpc/{method}"
		return self._call(self.http.post_json, url, text(self.kept.get("access")), payload)

	def _call(self, call: Callable[..., Response], url: str, token: str, *args, **kwargs) -> Response:
		"""`call`'s answer, with Bluesky's 400 for a bad token told as what it is."""
		headers = {"Authorization": f"Bearer {token}"} if token else {}
		secrets = (self._password(), text(self.kept.get("access")), text(self.kept.get("refresh")))
		try:
			return call(url, *args, headers=headers, secrets=secrets, **kwargs)
		except BadPayload as exc:
			words, status = exc.provider_message, exc.http_status
			if status != 400 or words.partition(":")[0].strip() not in _BAD_TOKEN:
				raise
			raise AuthExpired(str(exc), provider_message=words, http_status=status) from None

	def _password(self) -> str:
		return text(self.account.secrets.get("app_password")).strip()

	def _pds(self) -> str:
		return text(self.kept.get("pds")) or self.service

	def _keep(self, answer: Response) -> dict[str, Any]:
		"""Keeps what a login or a refresh gave; raises BadPayload when it is not that, and NotPermitted when
		the account is suspended or deactivated."""
		found = mapping(answer.json())
		access, refresh, did = (identifier(found.get(name)) for name in ("accessJwt", "refreshJwt", "did"))
		if not (access and refresh and did):
			raise BadPayload(
				f"{self.service} did not answer like a Bluesky server", http_status=answer.status
			)
		if found.get("active") is False:
			state = identifier(found.get("status")) or "not active"
			raise NotPermitted(f"The account is {state}", provider_message=state, http_status=answer.status)
		pds = self._endpoint(found) or text(self.kept.get("pds"))
		self.kept.update(
			service=self.service, login=self.login, did=did, pds=pds, access=access, refresh=refresh
		)
		return found

	def _endpoint(self, found: dict[str, Any]) -> str:
		"""The server that holds the account, by its DID document; never less encrypted than the service."""
		for service in map(mapping, items(mapping(found.get("didDoc")).get("service"))):
			if text(service.get("id")).endswith("#atproto_pds"):
				url = web_url(service.get("serviceEndpoint")).rstrip("/")
				if url.startswith("https://") or self.service.startswith("http://"):
					return url
		return ""

	def _describe(self) -> list[str]:
		"""The server's own handle domains. Not knowing them is no reason to fail a login."""
		url = f"{self._pds()}/xrpc/com.atproto.server.describeServer"
		try:
			found = items(mapping(self.http.get(url).json()).get("availableUserDomains"))
		except ConnectorError:
			return []
		return [domain for domain in map(identifier, found) if domain]
