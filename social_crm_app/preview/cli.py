"""One run from the command line to the exit status: sources, people, pull, report, table and page.

Whatever goes wrong ends in a sentence that says what to do. Must not do the work itself.
"""

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from social_crm_app.preview import wording
from social_crm_app.preview.arguments import Options, parse
from social_crm_app.preview.demo import LISTEN, demo_server, demo_sources
from social_crm_app.preview.judge import Judge
from social_crm_app.preview.page import page
from social_crm_app.preview.people import load_people
from social_crm_app.preview.people_csv import NoPeople
from social_crm_app.preview.pull import Health, pull
from social_crm_app.preview.report import Report, make_report
from social_crm_app.preview.sources import Source
from social_crm_app.preview.store import NotOurs, Store
from social_crm_app.preview.terminal import write_report
from social_crm_app.preview.width import one_line

OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
	"""The exit status: 0 all was read, 1 a source failed, 2 the call was wrong."""
	sys.stdout.reconfigure(errors="replace")
	try:
		return run(parse(argv))
	except (NoPeople, NotOurs) as error:
		return _stop(str(error))
	except sqlite3.Error as error:
		return _stop(f"The database cannot be used: {error}. Name another file with --db.")
	except OSError as error:
		return _stop(f"{error.filename or 'A file'} cannot be written: {error.strerror or error}.")
	except KeyboardInterrupt:
		_say("\nStopped. What was read is kept; the next run goes on from there.")
		return INTERRUPTED


def run(options: Options) -> int:
	"""Reads all sources and shows what there is; returns the exit status."""
	with Store(options.db) as store, _sources(options, store) as sources:
		people = load_people(store, options.customers, options.country)
		number = int(store.meta("run") or 0) + 1
		store.remember("run", str(number))
		demo = not options.sources
		first_run = not any(store.source(source.id, source.title)["cursor"] for source in sources)
		judge = Judge(options.listen or (LISTEN if demo else ()), options.country)
		health = [_read(store, source, judge, number) for source in sources]
		_refresh(store, judge, sources)
		report = make_report(
			store,
			health,
			people,
			run=number,
			people_file=options.customers.name
			if options.own_customers
			else "the demo (--customers takes yours)",
			demo=demo,
			first_run=first_run,
		)
	_show(report, options)
	return FAILED if any(one.error for one in health) else OK


@contextmanager
def _sources(options: Options, store: Store) -> Iterator[list[Source]]:
	"""What was asked for, or the demo with its server."""
	if options.sources:
		yield options.sources
		return
	with demo_server(store) as server:
		yield demo_sources(server)


def _read(store: Store, source: Source, judge: Judge, number: int) -> Health:
	title = one_line(source.title)
	_say(f"{title} ...", end="")

	def told(health: Health) -> None:
		if health.pages > 1 and sys.stdout.isatty():
			_say(f"\r{title} ... {health.pages} pages, {health.new} new", end="")

	health = pull(store, source, judge, number, on_page=told)
	_say(f"\r{title} ... {wording.result(health)}" if sys.stdout.isatty() else f" {wording.result(health)}")
	return health


def _refresh(store: Store, judge: Judge, sources: Sequence[Source]) -> None:
	"""Judges anew what was judged with other words to listen for, and reads phones with this run's country."""
	for batch in store.judged_otherwise(judge.stamp):
		store.judge_again(judge.again(batch))
	rows = store.profiles_of([source.id for source in sources])
	store.rekey_profiles(judge.rekeyed(row) for row in rows if row["country"] != judge.country)


def _show(report: Report, options: Options) -> None:
	columns = shutil.get_terminal_size((120, 24)).columns
	write_report(report, sys.stdout, columns, options.limit)
	if options.html:
		write_privately(options.html, page(report))
		_say(f"\nPage: {options.html.resolve()}")


def write_privately(path: Path, text: str) -> None:
	"""Puts the whole text in place at once; like the database, it is for its owner's eyes only."""
	try:
		with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as beside:
			beside.write(text.encode())
		os.replace(beside.name, path)
	except OSError as error:
		raise OSError(error.errno, error.strerror, str(path)) from None


def _say(text: str, end: str = "\n") -> None:
	print(text, end=end, flush=True)


def _stop(words: str) -> int:
	print(f"Stopped: {one_line(words)}", file=sys.stderr)
	return USAGE
