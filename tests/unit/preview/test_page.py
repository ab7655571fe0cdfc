"""The page: nothing foreign runs, loads or links; everything that was found is said."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_crm_app.preview import page as page_room
from social_crm_app.preview.cli import main
from social_crm_app.preview.markup import escape, safe_url

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)><style>*{}</style></title><a href=javascript:alert(3)>&lt;"
ALLOWED = set(
	"html head meta title style body header main section footer article h1 h2 h3 p div span small b bdi a ul li dl dt dd"
	" table thead tbody tr th td fieldset legend input label time details summary".split()
)


class Reader(HTMLParser):
	"""What a browser would make of the page."""

	def __init__(self):
		super().__init__()
		self.tags, self.attributes, self.text, self.style, self._in = [], [], [], [], ""

	def handle_starttag(self, tag, attrs):
		self._in = tag
		self.tags.append(tag)
		self.attributes += [(tag, name, value) for name, value in attrs]

	def handle_endtag(self, _tag):
		self._in = ""

	def handle_data(self, data):
		(self.style if self._in == "style" else self.text).append(data)

	@classmethod
	def of(cls, path):
		reader = cls()
		reader.feed(path.read_text(encoding="utf-8"))
		reader.close()
		return reader

	def links(self):
		return [value for _tag, name, value in self.attributes if name in ("href", "src", "action", "data")]

	def words(self):
		return " ".join(" ".join(self.text).split())


@pytest.fixture
def preview(tmp_path, monkeypatch):
	"""preview(argument, ...) runs the whole command; gives its status and the page."""
	monkeypatch.chdir(tmp_path)
	monkeypatch.setenv("COLUMNS", "120")

	def run(*arguments):
		status = main(["--db", "p.sqlite3", "--html", "p.html", *map(str, arguments)])
		return status, Reader.of(tmp_path / "p.html")

	return run


@pytest.fixture
def evil(preview, feeds, rss, tmp_path):
	"""The page of a run in which everybody has written an attack into every field there is."""
	item = {
		"title": EVIL,
		"description": EVIL.replace("<", "&lt;"),
		"dc:creator": EVIL,
		"guid": EVIL,
		"category": EVIL,
		"pubDate": EVIL,
	}
	feeds.feeds["/a"] = (
		200,
		rss(
			item | {"link": "javascript:alert(4)"},
			item | {"link": 'https://x.example/"onmouseover=alert(5)', "guid": "2"},
			item
			| {"link": "https://x.example/ok?a=1&b=<2>", "guid": "3", "author": f"jo@x.example ({EVIL})"},
		),
	)
	feeds.feeds["/%22%3E%3Cscript%3E"] = (403, f"<html><p>{EVIL} forbidden".encode())
	people = tmp_path / f"list{EVIL.replace('/', '')[:60]}.csv"
	people.write_text(
		f'kind,name,company,email\nLead,"{EVIL.replace(chr(34), chr(34) * 2)}","{EVIL.replace(chr(34), "")}",jo@x.example\nNo{EVIL.replace(chr(34), "")},x,y,z\n'
	)
	arguments = (f"{feeds.url}/a", f"{feeds.url}/%22%3E%3Cscript%3E", "--allow-loopback")
	return preview(*arguments, "--customers", people, "--listen", EVIL, "--listen", "script")


def test_attacks_stay_text(evil):
	status, read = evil
	assert status == 1
	assert set(read.tags) <= ALLOWED
	assert read.tags.count("style") == 1 and "script" not in read.tags
	assert not [a for a in read.attributes if a[1].startswith("on") or a[1] == "style"]
	assert all(re.match(r"https?://", link) for link in read.links())
	assert "alert(1)" in read.words() and read.tags.count("article") == 3
	assert "To confirm" in read.words() and "forbidden" in read.words()


def test_the_policy_forbids_everything_but_its_own_style(evil):
	_status, read = evil
	(policy,) = [
		value
		for tag, _name, value in read.attributes
		if tag == "meta" and (value or "").startswith("default-src")
	]
	assert policy.startswith("default-src 'none'; style-src 'sha256-")
	assert "unsafe" not in policy and "http" not in policy
	assert page_room._digest("".join(read.style)) in policy
	assert "url(" not in "".join(read.style) and "@import" not in "".join(read.style)


def test_the_demo_says_who_it_is_and_why(preview):
	status, read = preview()
	words = read.words()
	assert status == 0
	assert "Jane Miller, contact of Northwind Carpentry (Customer)" in words
	assert (
		"The account jane@builders.example (mastodon) is on this record, and the platform vouches for it"
		in words
	)
	assert "The e-mail maria.lopez@mail.example is on this record; it was seen in: the profile text." in words
	assert re.search(r"Harbor Boatworks \(Customer\) \d\d %", words)
	assert "No identifier of this profile is on record." in words
	assert "Intent Idea" in words and "Sentiment Negative" in words and "English only" in words
	assert read.tags.count("article") == 50


def test_a_name_alone_is_never_enough(preview, tmp_path):
	"""The story has three people called Jane Miller; one of them is a customer's contact, the others may be asked
	after but are never linked."""
	preview()
	articles = (tmp_path / "p.html").read_text().split("<article ")
	namesake = [text for text in articles if "Jane Miller" in text and "builders.example" not in text]
	assert len(namesake) == 2 and not any(text.startswith('class="status-linked') for text in namesake)
	assert all("The name Jane Miller is that of the record" in text for text in namesake)


def test_counts_on_top_are_those_of_the_articles(preview):
	_status, read = preview()
	classes = [value for tag, name, value in read.attributes if tag == "article" and name == "class"]
	for css, label in (
		("status-linked", "Linked"),
		("intent-problem", "Problem"),
		("sentiment-silent", "Not judged"),
	):
		number = sum(css in value.split() for value in classes)
		assert number and f"{label} {number}" in read.words()


def test_every_filter_has_its_rule(preview):
	_status, read = preview()
	style = "".join(read.style)
	choices = [value for tag, name, value in read.attributes if tag == "input" and name == "id"]
	assert len(choices) == 15
	for choice in choices:
		assert choice.endswith("-all") or f"body:has(#{choice}:checked) article:not(.{choice})" in style


@given(st.text())
def test_escaped_text_has_no_markup(text):
	assert not set("<>\"'\0") & set(escape(text))
	escape(text).encode()


@given(
	st.one_of(
		st.text(), st.text().map("https://{}".format), st.from_regex(r"\Ahttps?://[a-z.\[\]:/]{0,20}\Z")
	)
)
def test_only_web_addresses_become_links(url):
	found = safe_url(url)
	assert not found or found.lower().startswith(("http://", "https://"))
	assert not set("<>\"' ") & set(found)


@pytest.mark.parametrize(
	"url",
	[
		"javascript:alert(1)",
		"data:text/html,x",
		" https:",
		"https://",
		"//x.example",
		"https://[",
		"ftp://x.example/",
	],
)
def test_other_addresses_do_not(url):
	assert safe_url(url) == ""
