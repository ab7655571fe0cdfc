"""Which posts were deleted on Hacker News, by the flag of the site's own API. Must not read texts."""

from collections.abc import Iterable

from social_crm_app.connectors.http import HttpClient
from social_crm_app.connectors.loose import identifier, mapping

# https://github.com/HackerNews/API
ITEMS = "https://hacker-news.firebaseio.com/v0/item/"


def posts(http: HttpClient, external_ids: Iterable[str]) -> set[str]:
	"""Those that are marked as deleted; what was only voted down ("dead") is still there."""
	numbers = dict.fromkeys(name for name in external_ids if name.isascii() and name.isdigit())
	return {number for number in numbers if _is_deleted(http, number)}


def _is_deleted(http: HttpClient, number: str) -> bool:
	item = mapping(http.get(f"{ITEMS}{number}.json").json())
	return identifier(item.get("id")) == number and item.get("deleted") is True
