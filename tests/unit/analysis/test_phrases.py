"""The phrase notation and the search for many phrases at once."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_crm_app.analysis.phrases import compile_book


def found(phrase, text):
	book = compile_book([("x", phrase)])
	words = book.tokens(text)
	return sorted({one.quote(words) for one in book.find(words)})


@pytest.mark.parametrize(
	("phrase", "text", "quotes"),
	[
		("still waiting", "I am STILL waiting.", ["still waiting"]),
		("still waiting", "still I am waiting", []),
		("still waiting", "still. Waiting", []),
		("great another", "Great, another one", ["great, another"]),
		("no one|nobody answers", "no one or nobody: no answers, no nobody answers", ["no nobody answers"]),
		("kaputt*", "kaputtgegangen kaput", ["kaputtgegangen"]),
		("is|was late|delay*", "it was delayed", ["was delayed"]),
		("want [my] money", "want my money, want money, want his money", ["want money", "want my money"]),
		(
			"not ~2 working",
			"not working, not really working, not at all now working",
			["not really working", "not working"],
		),
		("^how do", "how do I? Now how do I", ["how do"]),
		("^how do", "so how do you", ["how do"]),
		("^how do", "that is how do", []),
		("thanks [so] [much] for nothing", "thanks so much for nothing", ["thanks so much for nothing"]),
		("a b ~2 c", "a b. c", []),
		("crème", "creme CRÈME", ["creme"]),
		("been [just]", "been just", ["been"]),
		("😡", "so 😡", ["😡"]),
	],
)
def test_notation(phrase, text, quotes):
	assert found(phrase, text) == quotes


def test_several_phrases_keep_their_meanings():
	book = compile_book([(1, "a b"), (2, "a c"), (2, "c"), (3, "abcd*")])
	words = book.tokens("a b a c abcdef")
	assert {(one.meaning, one.start, one.end) for one in book.find(words)} == {
		(1, 0, 2),
		(2, 2, 4),
		(2, 3, 4),
		(3, 4, 5),
	}


@pytest.mark.parametrize("phrase", ["", "^", "~2 a", "a ~2", "[a] b", "a|", "a b.c", "abc*", "10/10", "a ?"])
def test_a_phrase_that_cannot_be_read_is_refused(phrase):
	with pytest.raises(ValueError):
		compile_book([("x", phrase)])


LETTERS = st.sampled_from(["a", "b", "c", ",", "."])


@given(
	st.lists(st.sampled_from(["a", "b", "c", "a|b", "[c]", "~1 b", "~2 a|c"]), max_size=3),
	st.lists(LETTERS, max_size=12),
)
def test_the_index_finds_what_a_plain_search_finds(tail, words):
	phrase = " ".join(["a", *tail])
	book = compile_book([("x", phrase)])
	quotes = {(one.start, one.end) for one in book.find(words)}
	starts = {start for start, _end in quotes}
	assert starts == {
		index for index in range(len(words)) if words[index] == "a" and fits(tail, words[index + 1 :])
	}


def fits(tail, words):
	"""The meaning of the notation, written out without any index."""
	words = [word for word in words if word != ","]
	if not tail:
		return True
	head, rest = tail[0], tail[1:]
	if head == "[c]":
		return fits(rest, words) or (words[:1] == ["c"] and fits(rest, words[1:]))
	gap, choice = (int(head[1]), head[3:]) if head.startswith("~") else (0, head)
	for index in range(gap + 1):
		if "." in words[: index + 1] or index >= len(words):
			return False
		if words[index] in choice.split("|") and fits(rest, words[index + 1 :]):
			return True
	return False


def test_hostile_text_takes_time_in_proportion_to_its_length():
	phrases = [(n, f"a ~3 b ~3 [a] ~3 a ~3 c{n}") for n in range(20)]
	book = compile_book([(meaning, phrase.replace("[a] ~3 ", "[a] ")) for meaning, phrase in phrases])

	def seconds(count):
		words = book.tokens("a b " * count)
		started = time.process_time()
		book.find(words)
		return time.process_time() - started

	seconds(100)
	assert seconds(8_000) < 40 * seconds(1_000) + 0.1
