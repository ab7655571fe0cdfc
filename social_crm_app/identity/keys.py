"""Which keys a profile shows and a business record holds: the one door to `normalise`, `handles` and `names.blocks`.

Two kinds of profile key: attested (the platform itself vouches for it) and claimed (anyone can write it).
Pure: text in, keys out, nothing is looked up. It must not decide what a match is worth; `evidence` does.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import phonenumbers

from social_crm_app.identity.handles import handle_of_url, parse_handles
from social_crm_app.identity.names import blocks
from social_crm_app.identity.normalise import (
	KEY_TYPES,
	Key,
	canonical_host,
	canonical_platform,
	domain_key,
	email_key,
	handle_key,
	host_part,
	make_key,
	phone_key,
	username_key,
)

__all__ = [
	"KEY_TYPES",
	"SOURCES",
	"Key",
	"ProfileKey",
	"domain_key",
	"email_domains",
	"email_key",
	"handle_key",
	"keys_in_text",
	"keys_of_party",
	"keys_of_profile",
	"name_keys",
	"parse_handles",
	"phone_key",
	"username_key",
]

# How a business record comes by a key: it was entered, or it is a Domain that only stands behind an e-mail. Nobody put
# that one on record, so that it may suggest and never link.
ON_RECORD, FROM_EMAIL = "record", "e-mail domain"

# Where on a profile a key was seen; `evidence` has words for each.
SOURCES = (
	"handle", "verified link", "domain handle", "bio", "website", "e-mail field", "post text", "name", "handle name",
	"location",
)  # fmt: skip

MAX_TEXT = 2_000  # characters of free text that are searched
MAX_KEYS = 20  # keys taken from one text; a longer list is no signature
_MAX_PHONES = 5

# The platforms that hand out a name once and say themselves who wrote: a feed's author line does neither.
ATTESTING_PLATFORMS = frozenset(
	"""
	bluesky facebook github gitlab hackernews instagram linkedin mastodon reddit telegram threads tiktok x youtube
	""".split()
)
# Pages only the owner of a site can edit. A verified link to a deeper page proves no more than that page.
_OWNERS_PAGES = frozenset(
	"""
	about about-us contact contact-us contacto contatti de en es fr home impressum imprint index.htm index.html
	index.php it kontakt legal nl pt ueber-uns
	""".split()
)
# Second-level names under which countries register, so that "co.uk" is not taken for a site above "acme.co.uk".
_SECOND_LEVEL = frozenset(
	{"ac", "co", "com", "edu", "go", "gov", "gv", "ltd", "ne", "net", "nom", "or", "org", "plc"}
)
_EMAIL = re.compile(
	r"(?<![\w!#$%&'*+/=?^`{|}~.-])[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
)
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'«»“”|]{3,300}", re.I)
_BARE_DOMAIN = re.compile(
	r"(?<![\w@.\-/#])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,3}"
	r"(?:com|org|net|io|dev|app|shop|store|info|biz|eu|de|at|ch|fr|it|es|pt|nl|be|pl|cz|se|no|dk|fi|uk|ie|in|"
	r"us|ca|au|nz|br|mx|ar|jp|cn|kr|za|example)(?![\w@-]|\.\w)(?:/[^\s<>\"']{0,200})?",
	re.I,
)
_SEVEN_DIGITS = re.compile(r"(?:\d[ ().\-/\u00a0]{0,3}){6}\d")


@dataclass(frozen=True, slots=True)
class ProfileKey:
	"""A key seen on a profile. `source` is one of SOURCES; `attested` says that the platform vouches for it."""

	key: Key
	source: str
	attested: bool


def keys_in_text(text: str | None, country: str | None = None) -> list[Key]:
	"""Keys written in free text, in reading order by kind: e-mails, then web addresses (a profile page gives its
	Handle, any other page its Domain), then phones. Only the first MAX_TEXT characters are read."""
	text = (text or "")[:MAX_TEXT]
	found: dict[Key, None] = {}
	if "@" in text:
		_add(found, (email_key(match.strip(".")) for match in _EMAIL.findall(text)))
	if "." in text:
		_add(found, (_link_key(url) for url in _urls(text)))
	if (country or "+" in text) and _SEVEN_DIGITS.search(text):
		_add(found, _phones(text, country))
	return list(found)[:MAX_KEYS]


def keys_of_profile(
	platform: str,
	external_id: str = "",
	handle: str = "",
	display_name: str = "",
	bio: str = "",
	website: str = "",
	email: str = "",
	attested_links: Iterable[str] = (),
	links: Iterable[str] = (),
	country: str | None = None,
) -> list[ProfileKey]:
	"""All keys of one account, each once; the attested sighting wins over a claimed one. Arguments are the
	fields of `connectors.base.Author`; `country` reads national phone numbers. The Name and Username keys only find
	parties to compare with."""
	found: dict[Key, ProfileKey] = {}
	account = list(_of_account(canonical_platform(platform), external_id, handle))
	seen = (
		*account,
		*(item for link in attested_links for item in _of_attested_link(link)),
		*((key, "e-mail field", False) for key in _with_domain([email_key(email)])),
		*((key, "website", False) for link in (website, *links) for key in _with_domain([_link_key(link)])),
		*(
			(key, "bio", False)
			for text in (bio, display_name)
			for key in _with_domain(keys_in_text(text, country))
		),
		*(
			(username_key(key), "handle name", False)
			for key, source, _attested in account
			if source == "handle"
		),
		*((key, "name", False) for key in name_keys(display_name)),
	)
	for key, source, attested in seen:
		if key and (key not in found or (attested and not found[key].attested)):
			found[key] = ProfileKey(key, source, attested)
	return list(found.values())


def keys_of_party(
	emails: Iterable[str] = (),
	phones: Iterable[str] = (),
	websites: Iterable[str] = (),
	handles_text: str = "",
	country: str | None = None,
	*,
	names: Iterable[str] = (),
) -> list[Key]:
	"""All keys that were put on a business record, each once; `names` are those it is known by (a person's, a firm's).
	An e-mail in the place of a website gives none."""
	found: dict[Key, None] = {}
	_add(found, map(email_key, emails))
	_add(found, (phone_key(phone, country) for phone in phones))
	_add(found, (_link_key(website) for website in websites if not _is_email(website)))
	_add(found, parse_handles(handles_text)[0])
	_add(found, map(username_key, list(found)))
	_add(found, (key for name in names for key in name_keys(name)))
	return list(found)


def email_domains(emails: Iterable[str]) -> list[Key]:
	"""The Domain keys behind these e-mails, each once; none for free-mail. A hint at a company, none at a person, whose
	work address points to the employer."""
	keys = (domain_key(key.value) for email in emails if (key := email_key(email)))
	return list(dict.fromkeys(key for key in keys if key))


def name_keys(name: str | None) -> list[Key]:
	"""The Name keys under which a name is found again; empty for a name that tells nothing."""
	return [key for block in blocks(name) if (key := make_key("Name", block))]


def _add(found: dict[Key, None], keys: Iterable[Key | None]) -> None:
	found.update((key, None) for key in keys if key)


def _with_domain(keys: Iterable[Key | None]) -> Iterator[Key | None]:
	"""The keys, and after each the domain that stands behind an e-mail or above a sub-domain."""
	for key in keys:
		yield key
		if key and key.type == "Email":
			yield domain_key(key.value)
		elif key and key.type == "Domain":
			yield _domain_above(key)


def _domain_above(key: Key) -> Key | None:
	"""acme.com for shop.acme.com; None for a name that is registered as it stands (acme.com, acme.co.uk)."""
	above = key.value.partition(".")[2]
	label, dot, top = above.partition(".")
	if not dot or (len(top) == 2 and label in _SECOND_LEVEL):
		return None
	return domain_key(above)


def _of_account(platform: str, external_id: str, handle: str) -> Iterator[tuple[Key | None, str, bool]]:
	"""The handle itself, and on Bluesky the domain that a handle proves (the network checks both directions)."""
	if platform not in ATTESTING_PLATFORMS:
		return
	if platform == "mastodon" and "@" not in handle.strip().lstrip("@"):
		handle = f"{handle.strip().lstrip('@')}@{canonical_host(host_part(external_id), strip_www=False)}"
	key = handle_key(platform, handle)
	yield key, "handle", True
	if key and platform == "bluesky":
		yield from _domains(key.value.partition(":")[2], "domain handle", True)


def _of_attested_link(link: str) -> Iterator[tuple[Key | None, str, bool]]:
	account = handle_of_url(link)
	if account:
		yield account, "verified link", True
	else:
		yield from _domains(link, "verified link", _is_owners_page(link))


def _domains(link: str, source: str, attested: bool) -> Iterator[tuple[Key | None, str, bool]]:
	"""The exact host as said, and the domain above it as a claim only: sub-domains are often given away."""
	key = domain_key(link)
	yield key, source, attested
	if key:
		yield _domain_above(key), source, False


def _is_owners_page(link: str) -> bool:
	try:
		path = urlsplit(link if "//" in link else f"//{link}").path.strip("/").lower()
	except ValueError:
		return False
	return not path or path in _OWNERS_PAGES


def _link_key(link: str) -> Key | None:
	link = link.strip()
	if not link:
		return None
	if _is_email(link):
		return domain_key(link)
	return handle_of_url(link) or domain_key(link)


def _is_email(link: str) -> bool:
	return "@" in link and "/" not in link


def _urls(text: str) -> Iterator[str]:
	for match in _URL.findall(text):
		yield match.rstrip(".,;:!?)]}…'")
	for match in _BARE_DOMAIN.findall(text):
		yield match


def _phones(text: str, country: str | None) -> Iterator[Key | None]:
	region = country.upper() if country else None
	matches = phonenumbers.PhoneNumberMatcher(text, region, max_tries=_MAX_PHONES)
	for match in matches:
		yield phone_key(phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164), None)
