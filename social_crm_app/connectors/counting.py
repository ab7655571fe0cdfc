"""How long a text is for a platform: in characters as people see them, in bytes, with links and handles short.

X's way is in `counting_weighted`. Must not know where a platform's limit lies; its connector does.
"""

import re
from dataclasses import dataclass

from wcwidth import iter_graphemes

from social_crm_app.connectors.counting_weighted import weighted

__all__ = ["LINK_LENGTH", "Limit", "graphemes", "octets", "shortened", "weighted"]

# What Mastodon counts every link as, however long it is; its own `characters_reserved_per_url`.
LINK_LENGTH = 23
_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![=/\w])@([a-z0-9_]+(?:[a-z0-9_.-]+[a-z0-9_]+)?)@[\w.-]+[\w]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limit:
	"""The longest text that a platform takes; `octets` is the limit in UTF-8, where there is one besides."""

	characters: int
	octets: int | None = None


def graphemes(text: str) -> int:
	"""How many characters a reader sees: a family emoji is one, a letter with its accents is one."""
	return sum(1 for _cluster in iter_graphemes(text))


def octets(text: str) -> int:
	"""The length in UTF-8."""
	return len(text.encode("utf-8", "surrogatepass"))


def shortened(text: str) -> str:
	"""`text` as Mastodon counts it: each link as 23 characters, of @user@host only @user.
	Source: StatusLengthValidator of Mastodon."""
	return _HANDLE.sub(r"@\1", _LINK.sub("x" * LINK_LENGTH, text))
