"""The platforms this app can read, by key and by label.

A new platform is one new module and one line here. Modules are imported when first asked for. Must not
hold anything else: what a connector is, `base` says.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from social_crm_app.exceptions import ConnectorError

if TYPE_CHECKING:
	from social_crm_app.connectors.base import Connector

# key: (label, module:class). The label is what people read and the Select option; the class has it too.
_PLATFORMS = {
	"rss": ("RSS/Atom Feed", "rss:RSSFeed"),
	"hackernews": ("Hacker News", "hackernews:HackerNews"),
	"mastodon": ("Mastodon", "mastodon:Mastodon"),
	"bluesky": ("Bluesky", "bluesky:Bluesky"),
}


class UnknownPlatform(ConnectorError):
	"""No connector has that key or label."""


def get(platform: str) -> "type[Connector]":
	"""The connector class for a key ("rss") or a label ("RSS/Atom Feed"). Raises UnknownPlatform."""
	for key, (label, path) in _PLATFORMS.items():
		if platform in (key, label):
			module, _colon, name = path.partition(":")
			return getattr(import_module(f"{__name__}.{module}"), name)
	raise UnknownPlatform(f"Unknown platform {str(platform)[:60]!r}. Known are: {', '.join(labels())}")


def labels() -> list[str]:
	"""The labels of all platforms, in the order in which they are offered."""
	return [label for label, _path in _PLATFORMS.values()]


class _Registry(Mapping):
	"""key -> connector class; a class is imported when it is looked up."""

	def __getitem__(self, key: str) -> "type[Connector]":
		if key not in _PLATFORMS:
			raise KeyError(key)
		return get(key)

	def __iter__(self) -> Iterator[str]:
		return iter(_PLATFORMS)

	def __len__(self) -> int:
		return len(_PLATFORMS)


REGISTRY: "Mapping[str, type[Connector]]" = _Registry()
