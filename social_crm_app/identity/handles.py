"""Reads what people write down as somebody's account: profile links, @user@host, "platform: name".

Text in, keys out. It must not guess: a bare "@jane" could be anybody anywhere and stays unreadable, so that
the person who typed it can be told.
"""

import re
from urllib.parse import parse_qs, urlsplit

from social_crm_app.identity.hosts import FEDIVERSE_SERVERS, FREE_MAIL, SHARED_HOSTS, is_under
from social_crm_app.identity.normalise import (
	PLATFORM_ALIASES,
	Key,
	canonical_host,
	clean,
	handle_key,
	host_part,
)

MAX_TEXT = 10_000  # characters of a Social Handles field that are read
_SEPARATOR = re.compile(r"[\n\r,;]+")
_NEXT_ACCOUNT = re.compile(r"(?<![:=])\s+(?=@|https?://)")
_LABELLED = re.compile(r"([A-Za-z][A-Za-z ]{0,15}?)\s*[:=]\s*(\S.*)|([A-Za-z]{1,16})\s+(\S+)")
_ACCOUNT_PATHS = {
	# first path segment -> the segment after it is the name
	"mastodon": {"users"},
	"bluesky": {"profile"},
	"linkedin": {"in", "company", "school", "showcase"},
	"reddit": {"u", "user"},
}
_PLATFORM_OF_HOST = {
	"bsky.app": "bluesky",
	"facebook.com": "facebook",
	"fb.com": "facebook",
	"github.com": "github",
	"gitlab.com": "gitlab",
	"instagram.com": "instagram",
	"linkedin.com": "linkedin",
	"news.ycombinator.com": "hackernews",
	"reddit.com": "reddit",
	"t.me": "telegram",
	"telegram.me": "telegram",
	"threads.com": "threads",
	"threads.net": "threads",
	"tiktok.com": "tiktok",
	"twitter.com": "x",
	"x.com": "x",
	"youtube.com": "youtube",
}
# First path segments of these sites that are pages of the site itself, never a person.
_NOT_A_NAME = frozenset(
	"""
	about account ads api apps business blog channel company c contact developer developers docs events explore
	feed gaming groups hashtag help home i intent jobs join legal login marketplace media messages notifications
	orgs p pages people photo photos playlist posts press privacy profile.php reel reels results s search settings
	share sharer sharer.php shop shorts signup sponsors stories story.php topics trending tv user users video
	videos watch web
	""".split()
)


def parse_handles(text: str | None) -> tuple[list[Key], list[str]]:
	"""Keys of a "Social Handles" field, in the order written and without repeats, and the pieces that could
	not be read. Pieces are separated by line ends, commas, semicolons, or a space before "@" or "http"."""
	keys: dict[Key, None] = {}
	unread: list[str] = []
	for piece in filter(None, map(clean, _SEPARATOR.split((text or "")[:MAX_TEXT]))):
		whole = read_handle(piece)
		for part in [piece] if whole else _NEXT_ACCOUNT.split(piece):
			key = whole or read_handle(part)
			if key:
				keys[key] = None
			else:
				unread.append(part)
	return list(keys), unread


def read_handle(piece: str) -> Key | None:
	"""The Handle key of one piece of text ("bluesky: jane.example.com", a profile's URL, "@jane@host")."""
	key = handle_of_url(piece) if "/" in piece else None
	if key:
		return key
	labelled = _LABELLED.fullmatch(piece)
	label = (labelled[1] or labelled[3]).lower() if labelled else ""
	if label in PLATFORM_ALIASES:
		return _labelled_handle(PLATFORM_ALIASES[label], labelled[2] or labelled[4])
	return _bare_handle(piece)


def handle_of_url(url: str) -> Key | None:
	"""The Handle key of a profile page's URL (the scheme may be missing), or None for any other page."""
	url = clean(url)
	host = canonical_host(host_part(url))
	if not host:
		return None
	parts = _split(url)
	segments = [segment for segment in parts.path.split("/") if segment] if parts else []
	platform = _PLATFORM_OF_HOST.get(host) or _PLATFORM_OF_HOST.get(host.partition(".")[2], "")
	if platform == "hackernews":
		return _hackernews(parts, segments)
	if platform:
		return _account_on(platform, segments)
	return _fediverse_account(host, segments)


def _split(url: str):
	"""urlsplit that returns None where urllib raises (broken brackets of an IPv6 host)."""
	try:
		return urlsplit(url if "//" in url else f"//{url}")
	except ValueError:
		return None


def _hackernews(parts, segments: list[str]) -> Key | None:
	names = parse_qs(parts.query).get("id", []) if segments == ["user"] else []
	return handle_key("hackernews", names[0]) if names else None


def _account_on(platform: str, segments: list[str]) -> Key | None:
	"""The account a path on a known platform names: /name, /@name, or /user/name where that is the form."""
	markers = _ACCOUNT_PATHS.get(platform)
	if markers:
		if len(segments) < 2 or segments[0].lower() not in markers:
			return None
		prefix = "" if platform != "linkedin" or segments[0].lower() == "in" else f"{segments[0]}/"
		return handle_key(platform, prefix + segments[1])
	if not segments or segments[0].lower() in _NOT_A_NAME:
		return None
	if platform in ("youtube", "tiktok", "threads") and not segments[0].startswith("@"):
		return None
	return handle_key(platform, segments[0])


def _fediverse_account(host: str, segments: list[str]) -> Key | None:
	"""https://host/@user, /@user@other.host or /users/user. Sites of other kinds that use "@" are refused."""
	if not segments:
		return None
	if segments[0].startswith("@"):
		name = segments[0][1:]
	elif segments[0] == "users" and len(segments) > 1:
		name = segments[1]
	else:
		return None
	key = handle_key("mastodon", name if "@" in name else f"{name}@{host}")
	return key if key and _may_be_fediverse(key.value.rpartition("@")[2]) else None


def _may_be_fediverse(host: str) -> bool:
	return is_under(host, FEDIVERSE_SERVERS) or not is_under(host, SHARED_HOSTS)


def _labelled_handle(platform: str, rest: str) -> Key | None:
	"""What follows "platform:": the profile's URL, a path such as "u/jane", or the name itself."""
	rest = rest.strip(" /")
	key = handle_of_url(rest) if "/" in rest else None
	if key:
		return key if key.value.startswith(f"{platform}:") else None
	if "/" in rest and platform in _ACCOUNT_PATHS:
		return _account_on(platform, rest.split("/"))
	return handle_key(platform, rest)


def _bare_handle(piece: str) -> Key | None:
	"""@user@host is the fediverse's form, @name.tld and *.bsky.social are Bluesky's; anything else is a guess."""
	name = piece.removeprefix("@")
	if "@" in name:
		key = handle_key("mastodon", name)
		return None if key and is_under(key.value.rpartition("@")[2], FREE_MAIL) else key
	if piece.startswith("@") or name.lower().endswith(".bsky.social"):
		return handle_key("bluesky", name)
	return None
