"""What the benchmarks share: the site, made-up posts, stopwatches. Nothing here is a test."""

import argparse
import contextlib
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone

import frappe

from social_crm_app.connectors.base import Author, Post

TEXTS = (
	"Just got my new {item} from @acme and it is amazing, thank you so much!",
	"@acme my {item} stopped working after two days, still waiting for an answer from support",
	"Does the {item} by @acme work with older batteries? Could not find it on the website",
	"It would be great if the {item} came with a longer cable, please consider it @acme",
	"Saw the {item} at the fair in Cologne today. Nice stand, long queue, good coffee.",
	"Third time I write to @acme about my {item}. Where is my order? This is getting ridiculous.",
	"Die neue {item} liegt gut in der Hand, aber der Akku ist leider schnell leer",
	"Unboxing the {item} 📦🔧 – full review on the blog: https://blog.example/{n}",
)
ITEMS = ("drill", "angle grinder", "jigsaw", "impact driver", "sander")


def arguments(**extra) -> argparse.Namespace:
	parser = argparse.ArgumentParser(description="Prints ratios measured on a real site in one run.")
	parser.add_argument(
		"--site",
		default=os.environ.get("SOCIAL_CRM_TEST_SITE"),
		help="a site that may be filled with made-up rows",
	)
	parser.add_argument("--rounds", type=int, default=3)
	for name, default in extra.items():
		parser.add_argument(f"--{name}", type=int, default=default)
	found = parser.parse_args()
	if not found.site:
		parser.error("name a site with --site or SOCIAL_CRM_TEST_SITE")
	return found


@contextlib.contextmanager
def connected(site: str) -> Iterator[None]:
	"""A connection to a site that allows tests; anything else is refused, for the rows here are made up."""
	sites = os.environ.get("SOCIAL_CRM_SITES") or "."
	os.chdir(sites)
	frappe.init(site=site)
	if not frappe.conf.allow_tests:
		raise SystemExit(f"{site} does not allow tests: bench --site {site} set-config allow_tests true")
	frappe.connect()
	frappe.flags.mute_emails = True
	try:
		yield
	finally:
		frappe.db.rollback()
		frappe.destroy()


def posts(count: int, label: str, authors: int | None = None) -> list[Post]:
	"""`count` posts by a fifth as many authors, unlike any of another label."""
	rng = random.Random(f"{label}{count}")
	people = [_author(label, n) for n in range(authors or max(count // 5, 1))]
	start = datetime(2026, 1, 1, tzinfo=timezone.utc)
	return [_post(label, n, rng, people, start) for n in range(count)]


def seconds(work: Callable[[], object]) -> float:
	began = time.perf_counter()
	work()
	return time.perf_counter() - began


def median(values: list[float]) -> float:
	return statistics.median(values)


def table(title: str, rows: list[tuple[str, ...]]) -> None:
	widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
	print(f"\n{title}")
	for row in rows:
		print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))


def _author(label: str, n: int) -> Author:
	return Author(
		external_id=f"https://social.example/users/{label}-{n}",
		handle=f"{label}{n}@social.example",
		display_name=f"Person {n}",
		url=f"https://social.example/@{label}{n}",
		bio="Carpenter and father of two. Likes wood, music and long walks.",
		followers=n % 5000,
		following=n % 700,
		links=(f"https://person{n}.example",),
	)


def _post(label: str, n: int, rng: random.Random, people: list[Author], start: datetime) -> Post:
	text = rng.choice(TEXTS).format(item=rng.choice(ITEMS), n=n)
	author = rng.choice(people)
	uri = f"https://social.example/users/{label}/statuses/{n}"
	raw = {
		"id": str(n),
		"uri": uri,
		"content": f"<p>{text}</p>",
		"visibility": "public",
		"account": {"acct": author.handle, "note": author.bio},
	}
	return Post(
		external_id=uri, text=text, posted_at=start + timedelta(seconds=30 * n), author=author, permalink=uri,
		language="de" if text.startswith("Die ") else "en", likes=n % 30, source="mentions", raw=raw,
	)  # fmt: skip
