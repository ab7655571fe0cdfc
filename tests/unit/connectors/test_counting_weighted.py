"""X's weighted length, by cases of twitter-text's conformance/validate.yml (configuration v3)."""

import pytest

from social_crm_app.connectors.counting import weighted

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
LONG_LABEL = "somesuperlongurl" * 40
KANA = "あいうえおかきくけこ"

CONFORMANCE = [
	("Hi http://test.co", 26),
	("http://test.co", 23),
	("285 chars-" + "xxxxxxxxxx-" * 25, 285),
	("https://www.twitter.com/aloha " * 10, 240),
	("故人西辞黄鹤楼，烟花三月下扬州。" * 10, 320),
	("\U0001f637" * 160, 320),
	("the" + "故人西辞黄鹤楼，烟花三月下扬州。" * 10, 323),
	("A\u0301B", 2),  # normalised into one character
	("A\u05e9\u05bc\u05c1", 4),  # and this into three
	(f"H\U0001f431\u263a{FAMILY}", 7),
	("\U0001f637\U0001f47e\U0001f621\U0001f525\U0001f4a9", 10),
	("\U0001f64b\U0001f3fd\U0001f468\u200d\U0001f3a4", 4),
	(
		"This is a tweet with general punctuation characters: "
		"\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b "
		"‐ ‑ ‒ – — ― ‖  ‗ ‘ ’ ‚ ‛ “ ” „ ‟ ′ ″ ‴ ‵ ‶ ‷",
		110,
	),
	("randomurl" * 7 + "s.com", 68),  # a label of 64 characters is none of a domain
	(FAMILY * 140, 280),
	("1\u20e3", 2),
	(
		"Unicode 10.0 emoji: \U0001f92a; \U0001f9d5; \U0001f9d5\U0001f3fe; "
		"\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
		34,
	),
	("Unicode 9.0 emoji: \U0001f920; \U0001f483; \U0001f483\U0001f3fe", 29),
	("ABC\u202a\uffffABC\ufffe", 12),
	("\u2066\u202ahttp://foobar.پاکستان/\u202c\u2069", 31),
	# lengths and links of the earlier configuration, which are the same
	("This is a test.", 15),
	("Test https://test.com test https://test.com test.com test", 86),
	("test.com", 23),
	("", 0),
]


@pytest.mark.parametrize("text, length", CONFORMANCE)
def test_conformance(text, length):
	assert weighted(text) == length


@pytest.mark.parametrize(
	"text, length",
	[
		("www.example.com/path?search=foo&lang=en", 23),
		("foo.co.jp", 23),
		("t.co", 23),
		("so.it goes", 10),  # a name and a country alone is no link
		("so.it/goes", 23),
		("See example.com.", 28),
		("(https://example.com/a_(b)).", 26),
		("http://☃.net/", 23),
		("mail@example.com", 16),
		("@example.com #example.com", 25),
		("End.Begin again", 15),
		(f"https://{LONG_LABEL}.com", len(LONG_LABEL) + 12),
		(f"http://{KANA * 2}.com", 23),
		("\U0001f1e9\U0001f1ea", 2),
		("\u00a9\ufe0f \u00a9", 4),
		("Grüße, Привет, γειά, שלום, مرحبا", 32),
		("안녕", 4),
		("line\r\nline", 10),
	],
)
def test_links_letters_and_pictures(text, length):
	assert weighted(text) == length


def test_a_long_text_is_counted_at_once():
	for text in ("a." * 10_000, "http://" * 3_000, "a-" * 10_000 + ".", "(" * 9_999 + "a.com/" + ")" * 9_999):
		assert weighted(text) > 0
