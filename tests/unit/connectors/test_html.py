"""HTML as the text a reader sees, whatever is thrown at it, in time that grows no faster than the input."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from social_crm_app.connectors.html import LONGEST, feed_links, scheme_of, to_text

MASTODON_LINK = (
	'<a href="https://acme.example/support/tickets" rel="nofollow"><span class="invisible">https://</span>'
	'<span class="ellipsis">acme.example/support/ti</span><span class="invisible">ckets</span></a>'
)
MENTION = '<span class="h-card"><a href="https://m.example/@acme" class="u-url mention">@<span>acme</span></a></span>'


@pytest.mark.parametrize(
	("markup", "text"),
	[
		("", ""),
		("plain\ntext ", "plain\ntext"),
		("fish &amp; chips\nand peas", "fish & chips\nand peas"),
		("I <3 you & me", "I <3 you & me"),
		("if x<y then z", "if x<y then z"),
		("<p>One</p><p>Two<br>three<br/><br/>four</p>", "One\n\nTwo\nthree\n\nfour"),
		("<div>One</div>\n <div>Two</div>", "One\nTwo"),
		("<p> much \n\t white&nbsp;&nbsp;space </p>", "much white space"),
		("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
		("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
		("<pre>a\nb</pre>", "a\nb"),
		("loose<p>paragraph</p>text", "loose\n\nparagraph\n\ntext"),
		("loose<div>block</div>", "loose\nblock"),
		("<div>" * 2000 + "deep", "deep"),
		("inline <b>bold</b>, <i>it</i>alic", "inline bold, italic"),
		(
			"<script>evil()</script>a<style>b{}</style><!-- c --><template>d</template><svg><title>e</title></svg>",
			"a",
		),
		("<![CDATA[wrapped <b>twice</b>]]>", "wrapped twice"),
		("<html><head><title>t</title></head><body>b</body></html>", "b"),
		("<p>unclosed <b>tags", "unclosed tags"),
		("<p>a\x00b\ud800c</p>", "ab?c"),
		("<p>😀 &#x1F600; &#128512;</p>", "😀 😀 😀"),
		('<meta charset="latin-1"><p>é</p>', "é"),
		('<?xml version="1.0" encoding="latin-1"?><p>é</p>', "é"),
	],
)
def test_text(markup, text):
	assert to_text(markup) == text


@pytest.mark.parametrize(
	("markup", "text"),
	[
		("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
		("<p>&amp;amp;</p>", "&amp;"),
		("<p>use &lt;br&gt; here</p>", "use <br> here"),
		("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
	],
)
def test_entities_are_decoded_once_and_escaped_markup_stays_text(markup, text):
	assert to_text(markup) == text


@pytest.mark.parametrize(
	("markup", "text"),
	[
		(f"<p>{MENTION} see {MASTODON_LINK}</p>", "@acme see https://acme.example/support/tickets"),
		('<a href="https://www.acme.example/a/b">acme.example/a…</a>', "https://www.acme.example/a/b"),
		('<a href="https://acme.example/a/b">https://acme.example/...</a>', "https://acme.example/a/b"),
		('<a href="https://acme.example/">our page</a>', "our page"),
		('<a href="https://evil.example/">bank.example/…</a>', "bank.example/…"),
		('<a href="javascript:alert(1)">…</a>', "…"),
		('<a href="https://acme.example/">more …</a>', "more …"),
		("<a>no target…</a>", "no target…"),
	],
)
def test_links_keep_their_text_and_shortened_urls_read_whole(markup, text):
	assert to_text(markup) == text


HOSTILE = """< <a  <!-- <![ <div> <b><p> <br> <pre> <li>a <svg> </ & &# <a>… <title> <textarea> ]]> <p/> <table><td>"""


@pytest.mark.parametrize(
	"part", [*HOSTILE.split(), "<a ", '<a x="', " <br>", '<a href="http://x/">a…</a>', "<pre>\n", "\n"]
)
def test_hostile_markup_takes_no_time(part):
	markup = "<b>" + part * (LONGEST // len(part)) + ">"
	began = time.process_time()
	to_text(markup)
	feed_links(markup)
	assert time.process_time() - began < 10  # a parser that backtracks takes minutes


def test_what_is_too_long_is_cut():
	assert len(to_text("x" * (2 * LONGEST))) == LONGEST


@given(st.text(alphabet=st.characters() | st.sampled_from("<>&;\"'=/ab!-[] \n"), max_size=200))
@settings(max_examples=400)
def test_no_text_breaks_it(markup):
	text = to_text(markup)
	assert text == text.strip() and "\x00" not in text
	assert isinstance(feed_links(markup), list)


@given(st.text(alphabet="abc \n<>&é😀", max_size=80))
def test_escaped_text_comes_back(text):
	escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
	assert " ".join(to_text(f"<p>{escaped}</p>").split()) == " ".join(text.split())


def test_feed_links():
	page = """<html><head><link rel="alternate" type="application/rss+xml" href=" /feed ">
		<link rel="ALTERNATE home" type="Application/Atom+XML" href="https://b.example/atom">
		<link rel="alternate" type="text/html" href="/de"><link rel="alternate" type="application/rss+xml">
		<link rel="stylesheet" type="application/rss+xml" href="/x"></head>"""
	assert feed_links(page) == ["/feed", "https://b.example/atom"]
	assert feed_links("") == []


@pytest.mark.parametrize(
	("url", "scheme"), [("HTTP://x", "http"), ("x", ""), ("http://[", ""), ("tag:a,b:c", "tag")]
)
def test_scheme_of(url, scheme):
	assert scheme_of(url) == scheme
