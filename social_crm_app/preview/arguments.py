"""The command line: what may be said, and the secrets that may not be said there.

Tokens and passwords come from the environment or are asked for; they are never arguments, because a process list
shows those. Must not read anything from the network.
"""

import argparse
import getpass
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import phonenumbers

from social_crm_app.preview import sources
from social_crm_app.preview.sources import NotAnAddress, Source

DEFAULT_DB = Path("social-crm-preview.sqlite3")
DEFAULT_HTML = Path("social-crm-preview.html")
DEMO_PEOPLE = Path(__file__).resolve().parent / "data" / "people.csv"
_EPILOG = """
Without any feed or account it shows the demo: a story told by a server on this machine.
The Mastodon token is taken from MASTODON_TOKEN and the Bluesky app password from BLUESKY_APP_PASSWORD; without
them they are asked for. They are not stored. Run it again to see what is new.
Exit status: 0 all was read, 1 a source failed (the others are shown), 2 something was wrong with the call.
"""


@dataclass(slots=True)
class Options:
	"""What is to be done. `sources` is empty for the demo; `html` is None without a page."""

	sources: list[Source]
	customers: Path
	own_customers: bool
	country: str
	listen: tuple[str, ...]
	db: Path
	html: Path | None
	limit: int


def parse(argv: Sequence[str] | None = None) -> Options:
	"""The options; ends the process with status 2 and a sentence when something is wrong with them."""
	parser = _parser()
	said = parser.parse_args(argv)
	return Options(
		sources=_sources(said, parser),
		customers=said.customers or DEMO_PEOPLE,
		own_customers=said.customers is not None,
		country=said.country or "",
		listen=tuple(said.listen),
		db=said.db,
		html=None if said.no_html else said.html,
		limit=said.limit,
	)


def _parser() -> argparse.ArgumentParser:
	parser = argparse.ArgumentParser(
		prog="python -m social_crm_app.preview",
		description="See what people say about you, and who of your customers says it, without installing ERPNext.",
		epilog=_EPILOG,
		formatter_class=argparse.RawDescriptionHelpFormatter,
		allow_abbrev=False,
	)
	_add_sources(parser)
	_add_others(parser)
	return parser


def _add_sources(parser: argparse.ArgumentParser) -> None:
	add = parser.add_argument
	add("feeds", nargs="*", metavar="URL", help="an RSS or Atom feed")
	add("--mastodon", metavar="URL", help="your Mastodon server: mentions of your account")
	add("--bluesky", metavar="HANDLE", help="your Bluesky account: mentions of it")
	add("--hackernews", metavar="TERM", action="append", default=[], help="search Hacker News (repeatable)")
	words = "a topic: a word, a phrase, or drill* for beginnings; Mastodon and Bluesky are searched for it too (repeatable)"
	add("--listen", metavar="WORD", action="append", default=[], help=words)
	words = "go back to that day (default: the newest page, or the whole feed)"
	add("--since", metavar="YYYY-MM-DD", type=_day, help=words)
	add("--allow-loopback", action="store_true", help="servers on this machine may be called")


def _add_others(parser: argparse.ArgumentParser) -> None:
	add = parser.add_argument
	words = "export of customers, leads and contacts (default: the demo's)"
	add("--customers", metavar="CSV", type=Path, help=words)
	words = "reads phone numbers that have no country code, e.g. DE"
	add("--country", metavar="ISO2", type=_country, help=words)
	words = "where cursor and mentions are kept (default: %(default)s)"
	add("--db", metavar="FILE", type=Path, default=DEFAULT_DB, help=words)
	words = "where the page goes (default: %(default)s)"
	add("--html", metavar="FILE", type=Path, default=DEFAULT_HTML, help=words)
	add("--no-html", action="store_true", help="write no page")
	add("--limit", metavar="N", type=_rows, default=20, help="rows on the terminal (default: %(default)s)")


def _sources(said: argparse.Namespace, parser: argparse.ArgumentParser) -> list[Source]:
	since, listen, found = said.since, said.listen, []
	terms = [term.strip() for term in said.hackernews if term.strip()]
	try:
		found += [sources.feed(address, since) for address in said.feeds]
		if said.mastodon:
			server = sources.web_address(said.mastodon)
			token = _secret("MASTODON_TOKEN", f"Access token for {server}: ", parser)
			found.append(sources.mastodon(server, token, listen, since))
	except NotAnAddress as error:
		parser.error(str(error))
	if said.bluesky:
		password = _secret("BLUESKY_APP_PASSWORD", f"App password for {said.bluesky}: ", parser)
		found.append(sources.bluesky(said.bluesky, password, listen, since))
	if terms:
		found.append(sources.hackernews(terms, since))
	unique = {source.id: source for source in found}
	return [sources.reachable(source, said.allow_loopback) for source in unique.values()]


def _secret(name: str, prompt: str, parser: argparse.ArgumentParser) -> str:
	"""From the environment, else typed without being shown."""
	found = os.environ.get(name, "").strip()
	if not found and sys.stdin.isatty():
		found = getpass.getpass(prompt).strip()
	if not found:
		parser.error(
			f"this needs a secret: put it into the environment variable {name}, or run it on a terminal"
		)
	return found


def _country(said: str) -> str:
	code = said.strip().upper()
	if code not in phonenumbers.SUPPORTED_REGIONS:
		raise argparse.ArgumentTypeError(f"{said!r} is no country code of two letters, such as DE or US")
	return code


def _day(said: str) -> datetime:
	try:
		day = date.fromisoformat(said)
		return datetime(day.year, day.month, day.day).astimezone()
	except (ValueError, OverflowError):
		raise argparse.ArgumentTypeError(f"{said!r} is no day such as 2026-01-31") from None


def _rows(said: str) -> int:
	if not said.isdecimal():
		raise argparse.ArgumentTypeError(f"{said!r} is no number of rows")
	return int(said)
