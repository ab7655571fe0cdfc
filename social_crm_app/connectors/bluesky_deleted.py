"""Which posts and people the AT network no longer has. Must not take for deleted what is only hidden from us."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from social_crm_app.connectors.bluesky_parse import is_post_uri
from social_crm_app.connectors.loose import identifier, mapping
from social_crm_app.connectors.response import Response
from social_crm_app.exceptions import BadPayload

# getPosts and getProfiles take no more at once.
BATCH = 25
_GONE = ("RecordNotFound", "RepoNotFound", "RepoDeactivated", "RepoSuspended", "RepoTakendown")
_LEFT = ("AccountDeactivated", "AccountTakedown", "AccountSuspended")
_NOBODY = "profile not found"

Get = Callable[[str, Iterable[tuple[str, Any]]], Response]


def posts(get: Get, external_ids: Iterable[str]) -> set[str]:
	"""Those of the posts that are gone. The batch look-up also leaves out authors who block the account, so what
	it leaves out is asked for one by one. Ids that are no post URIs are never reported."""
	uris = list(dict.fromkeys(filter(is_post_uri, external_ids)))
	missing = [uri for batch in _batches(uris) for uri in _missing(get, batch)]
	return {uri for uri in missing if _is_gone(get, uri)}


def people(get: Get, external_ids: Iterable[str]) -> set[str]:
	"""Those of the accounts (DIDs) that were deleted, deactivated or taken down."""
	dids = list(dict.fromkeys(did for did in external_ids if did.startswith("did:")))
	return {did for batch in _batches(dids) for did in _without_profile(get, batch) if _has_left(get, did)}


def _missing(get: Get, uris: Sequence[str]) -> list[str]:
	found = {
		identifier(mapping(post).get("uri")) for post in _listed(get, "app.bsky.feed.getPosts", "uris", uris)
	}
	return [uri for uri in uris if uri not in found]


def _without_profile(get: Get, dids: Sequence[str]) -> list[str]:
	found = _listed(get, "app.bsky.actor.getProfiles", "actors", dids)
	known = {identifier(mapping(profile).get("did")) for profile in found}
	return [did for did in dids if did not in known]


def _listed(get: Get, method: str, parameter: str, values: Sequence[str]) -> list[Any]:
	answer = get(method, [(parameter, value) for value in values])
	name = "posts" if parameter == "uris" else "profiles"
	found = mapping(answer.json()).get(name)
	if not isinstance(found, list):
		raise BadPayload(f"The answer has no list of {name}", http_status=answer.status)
	return found


def _is_gone(get: Get, uri: str) -> bool:
	"""Whether the record itself, or the whole account of its author, is gone."""
	repo, collection, key = uri.removeprefix("at://").split("/")
	try:
		get("com.atproto.repo.getRecord", [("repo", repo), ("collection", collection), ("rkey", key)])
	except BadPayload as refusal:
		code, words = _said(refusal)
		if refusal.http_status == 400 and (code in _GONE or words.startswith("Could not ")):
			return True
		raise
	return False


def _has_left(get: Get, did: str) -> bool:
	try:
		get("app.bsky.actor.getProfile", [("actor", did)])
	except BadPayload as refusal:
		code, words = _said(refusal)
		if refusal.http_status == 400 and (code in _LEFT or words.lower().startswith(_NOBODY)):
			return True
		raise
	return False


def _said(refusal: BadPayload) -> tuple[str, str]:
	code, _colon, words = refusal.provider_message.partition(": ")
	return code, words


def _batches(names: list[str]) -> Iterable[list[str]]:
	return (names[start : start + BATCH] for start in range(0, len(names), BATCH))
