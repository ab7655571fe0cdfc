"""Words for a full-text index: written forms and stems, pairs of signs, nothing that the index would leave out."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_crm_app.analysis import stems


@pytest.mark.parametrize(
	("language", "one", "other"),
	[
		("en", "longer cables", "Cable, longer!"),
		("de", "längere Kabel, Häuser", "ein längeres Kabel für das Haus"),
		("fr", "câbles réparés", "un câble réparé"),
		("es", "cables más largos", "cable más largo"),
		("it", "cavi più lunghi", "cavo più lungo"),
		("nl", "langere kabels", "langere kabel"),
		("ru", "длинные кабели", "длинный кабель"),
		("hi", "लंबी केबलें", "लंबी केबल"),
	],
)
def test_other_forms_of_a_word_have_its_stem(language, one, other):
	assert set(stems.stems(one, language).split()) <= set(stems.stems(other, language).split())


def test_each_word_as_written_and_as_stem():
	assert stems.forms("Longer cables", ["en"]) == [("longer",), ("cables", "cabl")]
	assert stems.forms("Câbles", ["fr", "en"]) == [("cables", "cabl")]
	assert stems.forms("Cables", []) == stems.forms("Cables", ["xx"]) == [("cables",)]


def test_scripts_without_spaces_become_pairs_of_signs():
	assert stems.forms("長い線", ["ja"]) == [("_長い",), ("_い線",)]
	assert stems.forms("線", ["ja"]) == [("__線",)]
	assert stems.forms("USBケーブル2本", ["ja"]) == [
		("usb",),
		("__2",),
		("_ケー",),
		("_ーブ",),
		("_ブル",),
		("__本",),
	]


def test_what_the_index_leaves_out():
	assert stems.forms("the TV in 5G", ["en"]) == [("_tv",), ("_5g",)]
	assert stems.forms("?! <>", ["en"]) == []


def test_html_is_no_word():
	assert stems.index_text('<p class="x">Cables</p><br>and <b>cables</b>', ["en"]) == "cables cabl and"
	assert len(stems.index_text("word " * 10_000 + "last", ["en"])) < 10


@given(st.text(max_size=60), st.lists(st.sampled_from(["en", "de", "fr", "ru", "tr", "ja", ""]), max_size=3))
def test_every_form_is_one_that_the_index_takes(text, languages):
	for written in stems.forms(text, languages):
		assert written and len(set(written)) == len(written)
		for form in written:
			assert len(form) >= stems.SHORTEST and not set(form) & set(' +-<>()~*"@'), form


def test_threads_do_not_disturb_each_other():
	words = " ".join(f"connections{number} generously running" for number in range(50))
	expected, found = stems.stems(words, "en"), []
	threads = [
		threading.Thread(target=lambda: found.extend(stems.stems(words, "en") for _round in range(20)))
		for _thread in range(4)
	]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	assert found == [expected] * 80
