"""One canonical spelling per identifier: e-mail, phone, domain, handle, user name.

Every function takes what somebody typed and returns a `Key`, or None when it is not one; nothing is ever
raised for bad input. Feeding a key's value back in returns the same key. The file must not decide whether
two keys mean the same person: that is `resolver`'s work.
"""

import re
import unicodedata
from dataclasses import dataclass

import idna
import phonenumbers

from social_crm_app.identity.hosts import FREE_MAIL, SHARED_HOSTS, UNREACHABLE_TLDS, is_under

KEY_TYPES = ("Email", "Phone", "Domain", "Handle", "Name", "Username")
MAX_VALUE = 140  # the length of a Data column
MAX_RAW = 2_048  # nobody's identifier is longer; keeps hostile input cheap

# Other names of the platforms whose handles people write down. The right side is the key's prefix.
PLATFORM_ALIASES = {
	"activitypub": "mastodon",
	"bluesky": "bluesky",
	"bsky": "bluesky",
	"facebook": "facebook",
	"fb": "facebook",
	"fediverse": "mastodon",
	"github": "github",
	"gitlab": "gitlab",
	"hacker news": "hackernews",
	"hackernews": "hackernews",
	"hn": "hackernews",
	"ig": "instagram",
	"insta": "instagram",
	"instagram": "instagram",
	"linkedin": "linkedin",
	"masto": "mastodon",
	"mastodon": "mastodon",
	"reddit": "reddit",
	"telegram": "telegram",
	"threads": "threads",
	"tiktok": "tiktok",
	"twitter": "x",
	"x": "x",
	"youtube": "youtube",
	"yt": "youtube",
}

_INVISIBLE = dict.fromkeys(
	[*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0x00AD]
)
_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.I)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_TLD = re.compile(r"(?:xn--[a-z0-9-]{1,59}|[a-z]{2,63})")
_LOCAL_PART = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_PLATFORM = re.compile(r"[a-z0-9][a-z0-9_-]{0,29}")
_NAME = re.compile(r"[\w.\-]+")
_PAGE = re.compile(r"(?:company|school|showcase)/[\w.\-]+")
_FEDIVERSE_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?")
_INTERNATIONAL_PREFIX = re.compile(r"00(?=[1-9])")


@dataclass(frozen=True, slots=True, order=True)
class Key:
	"""`type` is one of KEY_TYPES, `value` its canonical spelling of at most MAX_VALUE characters."""

	type: str
	value: str


def make_key(type_: str, value: str) -> Key | None:
	"""A Key, or None when the value is empty or too long to be stored whole."""
	return Key(type_, value) if 0 < len(value) <= MAX_VALUE else None


def clean(raw: str | None) -> str:
	"""`raw` without surrounding space and without the invisible marks that come with copying and pasting."""
	if not raw or len(raw) > MAX_RAW:
		return ""
	return raw.strip() if raw.isascii() else raw.translate(_INVISIBLE).strip()


def email_key(raw: str | None) -> Key | None:
	"""The Email key of `raw` ("mailto:" and "Name <…>" are understood; "+tag" parts are kept)."""
	text = clean(raw).lower()
	if text.endswith(">") and "<" in text:
		text = text[text.rindex("<") + 1 : -1]
	text = text.removeprefix("mailto:").partition("?")[0]
	local, at, domain = text.rpartition("@")
	if not at or len(local) > 64 or not _LOCAL_PART.fullmatch(local):
		return None
	host = canonical_host(domain, strip_www=False)
	return make_key("Email", f"{local}@{host}") if host else None


def phone_key(raw: str | None, country: str | None) -> Key | None:
	"""The Phone key of `raw` in E.164. `country` (ISO 3166 alpha-2) reads national numbers; without it only
	international ones are understood. Numbers that no operator can have given out are refused."""
	text = clean(raw).removeprefix("tel:")
	if not text or len(text) > 60:
		return None
	if not country:
		text = _INTERNATIONAL_PREFIX.sub("+", text, count=1) if text.startswith("00") else text
	try:
		number = phonenumbers.parse(text, country.upper() if country else None)
	except phonenumbers.NumberParseException:
		return None
	if not phonenumbers.is_valid_number(number):
		return None
	return make_key("Phone", phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def domain_key(raw: str | None) -> Key | None:
	"""The Domain key of a URL, a bare domain or an e-mail: the exact host without "www.", port and path.

	Sub-domains are kept, because who controls `jane.example.com` need not be `example.com`. None for
	addresses that strangers share: free mail, networks, site builders, link pages, shorteners.
	"""
	host = canonical_host(host_part(clean(raw)))
	if not host or is_under(host, FREE_MAIL) or is_under(host, SHARED_HOSTS):
		return None
	return make_key("Domain", host)


# Hacker News gives "Jane" and "jane" to two people.
CASE_SENSITIVE = frozenset({"hackernews"})


def handle_key(platform_key: str, handle: str | None) -> Key | None:
	"""The Handle key "platform:handle". Mastodon needs user@host, Bluesky a domain name; a DID is no handle."""
	platform = canonical_platform(platform_key)
	plain = clean(handle)
	text = (plain if platform in CASE_SENSITIVE else _fold(plain)).strip("@/ ")
	if not platform or not text:
		return None
	if platform == "mastodon":
		name = _fediverse_name(text.removeprefix("acct:").lstrip("@"))
	elif platform == "bluesky":
		name = canonical_host(text, strip_www=False)
	else:
		name = text if _NAME.fullmatch(text) or (platform == "linkedin" and _PAGE.fullmatch(text)) else ""
	return make_key("Handle", f"{platform}:{name}") if name else None


# User names that many people or any firm may have chosen; shorter ones than _SHORTEST_USERNAME are as common.
_NOBODYS_USERNAMES = frozenset(
	"""
	account admin administrator anonymous business contact customer deleted friends hello helpdesk info kontakt
	company market marketing newsletter nobody office official online press private public sales service services
	shop social staff store studio support system team thereal webmaster welcome
	""".split()
)
_SHORTEST_USERNAME = 5
_BETWEEN = str.maketrans("", "", "._-")


def username_key(handle: Key | None) -> Key | None:
	"""The Username key of a Handle key: the name before the host, without dots, dashes and underscores. None for
	company pages, for domains of their own (the Domain key has them), and for names that anybody may have chosen."""
	if handle is None or handle.type != "Handle":
		return None
	platform, _colon, name = handle.value.partition(":")
	if platform == "bluesky":
		name = name.removesuffix(".bsky.social") if name.endswith(".bsky.social") else ""
	elif platform == "mastodon":
		name = name.partition("@")[0]
	plain = name.lower().translate(_BETWEEN)
	if "/" in plain or len(plain) < _SHORTEST_USERNAME or plain in _NOBODYS_USERNAMES or plain.isdigit():
		return None
	return make_key("Username", plain)


def canonical_platform(platform: str) -> str:
	"""The key prefix of a platform: aliases resolved, lower case; "" if it cannot be one."""
	name = clean(platform).lower()
	name = PLATFORM_ALIASES.get(name, name)
	return name if _PLATFORM.fullmatch(name) else ""


def host_part(text: str) -> str:
	"""What stands between "//" (or the last "@") and the path of a URL; not yet checked."""
	scheme = _SCHEME.match(text)
	text = text[scheme.end() :] if scheme else text.removeprefix("mailto:")
	for stop in "/?#\\":
		text = text.partition(stop)[0]
	host, colon, port = text.rpartition("@")[2].partition(":")
	return host if not colon or port.isdigit() or not port else ""


def canonical_host(raw: str, strip_www: bool = True) -> str:
	"""Lower-case ASCII (IDNA 2008 with UTS 46 mapping) of a public host name, or ""."""
	host = raw.strip().rstrip(".").lower()
	if not host or len(host) > 253:
		return ""
	if not host.isascii():
		try:
			host = idna.encode(host, uts46=True).decode("ascii")
		except (idna.IDNAError, UnicodeError):
			return ""
	while strip_www and host.startswith("www.") and host.count(".") > 1:
		host = host[4:]
	labels = host.split(".")
	if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
		return ""
	return host if _TLD.fullmatch(labels[-1]) and labels[-1] not in UNREACHABLE_TLDS else ""


def _fold(text: str) -> str:
	"""Lower case that stays the same when applied again; "" for the few characters where it would not."""
	if text.isascii():
		return text.lower()
	folded = unicodedata.normalize("NFKC", text).lower()
	return folded if unicodedata.normalize("NFKC", folded).lower() == folded else ""


def _fediverse_name(text: str) -> str:
	"""user@host, the host in ASCII; a port is kept and a single-label host allowed (servers on a LAN)."""
	user, at, host = text.partition("@")
	if not at or not re.fullmatch(r"[\w.\-]+", user):
		return ""
	if not host.isascii():
		host = canonical_host(host, strip_www=False)
	return f"{user}@{host}" if _FEDIVERSE_HOST.fullmatch(host) else ""
