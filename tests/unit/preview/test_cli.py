"""The command: exit statuses, words, secrets, the table."""

import io
import os
import subprocess
import sys

import pytest

from social_crm_app.preview import arguments
from social_crm_app.preview.cli import main
from social_crm_app.preview.demo_server import TOKEN, DemoServer
from social_crm_app.preview.terminal import _painter
from social_crm_app.preview.width import _cut, fit, one_line, width

SECRET = "s3cret-token-of-the-test"


@pytest.fixture
def preview(tmp_path, monkeypatch, capsys):
	"""preview(argument, ...) runs the command; gives its status and all it printed."""
	monkeypatch.chdir(tmp_path)
	monkeypatch.setenv("COLUMNS", "150")
	for name in ("MASTODON_TOKEN", "BLUESKY_APP_PASSWORD"):
		monkeypatch.delenv(name, raising=False)

	def run(*said):
		try:
			status = main([*map(str, said)])
		except SystemExit as end:
			status = end.code
		shown = capsys.readouterr()
		return status, shown.out + shown.err

	return run


@pytest.fixture
def one(feeds, rss):
	"""A feed with one post."""
	feeds.feeds["/one"] = (200, rss({"title": "The drill is broken and nobody answers", "guid": "1"}))
	return f"{feeds.url}/one"


def test_the_demo_and_its_second_run(preview, tmp_path):
	status, shown = preview()
	assert status == 0
	assert "50 mentions by 27 authors." in shown and "Jane Miller, contact of" in shown
	assert f"Page: {tmp_path}/social-crm-preview.html" in shown
	status, shown = preview("--limit", "0")
	assert status == 0 and "none of them new since the last run" in shown
	assert {path.name for path in tmp_path.iterdir()} == {
		"social-crm-preview.html",
		"social-crm-preview.sqlite3",
	}


def test_a_failing_source_does_not_hide_the_others(preview, feeds, one):
	feeds.feeds["/closed"] = (403, b'{"error": "members only, please"}')
	status, shown = preview(f"{feeds.url}/closed", one, f"{feeds.url}/gone", "--allow-loopback")
	assert status == 1
	assert "The drill is broken" in shown and "1 new" in shown
	assert 'The platform said: "members only, please"' in shown
	assert shown.count("Broken since") == 2
	page = open("social-crm-preview.html").read()
	assert "members only, please" in page and "The drill is broken" in page


def test_a_source_that_heals(preview, feeds, rss):
	status, shown = preview(f"{feeds.url}/late", "--allow-loopback")
	assert status == 1 and "The address is gone." in shown and "No mentions yet." in shown
	feeds.feeds["/late"] = (200, rss({"title": "here", "guid": "1"}))
	status, shown = preview(f"{feeds.url}/late", "--allow-loopback")
	assert status == 0 and "Broken since" not in shown


def test_only_the_named_sources_are_shown(preview, feeds, rss, one):
	feeds.feeds["/two"] = (200, rss({"title": "Another one", "guid": "2"}))
	preview(one, "--allow-loopback")
	_status, shown = preview(f"{feeds.url}/two", "--allow-loopback")
	assert "Another one" in shown and "The drill is broken" not in shown


def test_secrets_are_nowhere(preview, tmp_path, monkeypatch):
	with DemoServer(0, 1_780_000_000.0, quiet=True) as server:
		import threading

		threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
		for token, status in ((TOKEN, 0), (SECRET, 1)):
			monkeypatch.setenv("MASTODON_TOKEN", token)
			done, shown = preview("--mastodon", server.url, "--allow-loopback", "--since", "2020-01-01")
			assert done == status
			for path in tmp_path.iterdir():
				assert token.encode() not in path.read_bytes(), path.name
			assert token not in shown
		server.shutdown()


def test_a_private_address_of_a_feed_is_not_shown(preview, feeds, rss, tmp_path):
	feeds.feeds[f"/p?key={SECRET}"] = (200, rss({"title": "x", "guid": "1"}))
	status, shown = preview(f"{feeds.url}/p?key={SECRET}", "--allow-loopback")
	assert status == 0 and SECRET not in shown and "/p?…" in shown
	assert all(SECRET.encode() not in path.read_bytes() for path in tmp_path.iterdir())


@pytest.mark.parametrize(
	("said", "words"),
	[
		(["--mastodon", "x.example"], "MASTODON_TOKEN"),
		(["--bluesky", "me.example"], "BLUESKY_APP_PASSWORD"),
		(["https://me:pw@x.example/feed"], "holds a user name or a password"),
		(["ftp://x.example/feed"], "must start with http"),
		(["--country", "Narnia"], "no country code"),
		(["--since", "yesterday"], "no day such as"),
		(["--limit", "-1"], "no number of rows"),
		(["--customers", "gone.csv"], "gone.csv cannot be read"),
		(["--db", "/nowhere/x.sqlite3"], "/nowhere/x.sqlite3 cannot be written"),
		(["--html", "/nowhere/x.html", "--limit", "0"], "/nowhere/x.html cannot be written"),
		(["--nonsense"], "unrecognized arguments"),
	],
)
def test_a_wrong_call_is_explained(preview, monkeypatch, said, words):
	monkeypatch.setattr(sys, "stdin", io.StringIO())
	status, shown = preview(*said)
	assert status == 2 and words in shown
	assert "Traceback" not in shown and "pw" not in shown.split()


def test_another_programs_file_is_refused(preview, tmp_path):
	(tmp_path / "mine.txt").write_text("not a database, and longer than a header of one hundred bytes " * 3)
	status, shown = preview("--db", "mine.txt")
	assert status == 2 and "Name another file with --db." in shown


def test_no_page_when_none_is_wanted(preview, tmp_path):
	status, shown = preview("--no-html")
	assert status == 0 and "Page:" not in shown and not list(tmp_path.glob("*.html"))


def test_a_secret_is_no_argument():
	names = {option for action in arguments._parser()._actions for option in action.option_strings}
	assert not [name for name in names if "token" in name or "password" in name or "secret" in name]


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 120, 160, 220])
def test_the_table_is_as_wide_as_the_terminal(preview, monkeypatch, columns):
	monkeypatch.setenv("COLUMNS", str(columns))
	_status, shown = preview("--limit", "60", "--no-html")
	head, *rows = shown.split("\n\n")[1].splitlines()
	assert len(rows) == 50
	assert all(width(row) <= columns for row in [head, *rows])
	text_begins = width(head[: head.index("Text")])
	assert all(
		_cut(row, text_begins).endswith("  ") for row in rows
	)  # every row's gap is where the head's is


def test_wide_letters_and_marks_are_measured():
	assert [width(text) for text in ("abc", "田中", "🏠", "e\u0301", "نور", "")] == [3, 4, 2, 1, 3, 0]
	assert fit("田中ゆき", 5) == "田中…" and width(fit("田中ゆき", 6)) == 6
	assert fit("ab", 4) == "ab  "


def test_nobody_moves_the_cursor():
	assert one_line("a\x1b[2Jb\r\nc\u202ed\x9be\0") == "a [2Jb c d e"


def test_colours_are_for_terminals(monkeypatch):
	class Terminal(io.StringIO):
		def isatty(self):
			return True

	monkeypatch.delenv("NO_COLOR", raising=False)
	monkeypatch.setenv("TERM", "xterm")
	assert _painter(Terminal())("x", "red") == "\x1b[31mx\x1b[0m"
	assert _painter(io.StringIO())("x", "red") == "x"
	monkeypatch.setenv("NO_COLOR", "1")
	assert _painter(Terminal())("x", "red") == "x"


def test_it_runs_as_a_module_without_frappe(tmp_path):
	program = "import sys, runpy; sys.modules['frappe'] = None; sys.argv = ['preview', '--limit', '1']; runpy.run_module('social_crm_app.preview', run_name='__main__')"
	done = subprocess.run(
		[sys.executable, "-c", program],
		cwd=tmp_path,
		env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
		capture_output=True,
		text=True,
		timeout=60,
	)
	assert done.returncode == 0, done.stderr
	assert "50 mentions by 27 authors." in done.stdout


def test_the_demo_server_starts_by_itself_and_needs_the_standard_library_only(tmp_path):
	root = os.path.dirname(os.path.dirname(os.path.dirname(arguments.__file__)))
	done = subprocess.run(
		[sys.executable, "-S", "-m", "social_crm_app.preview.demo_server", "--help"],
		cwd=root,
		capture_output=True,
		text=True,
		timeout=60,
	)
	assert done.returncode == 0 and "--epoch" in done.stdout
