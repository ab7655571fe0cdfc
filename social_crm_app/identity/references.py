"""Which strings of a post may be the name of a document, a serial number or a coupon code.

Pure: it only reads; whether such a document exists is looked up elsewhere. It must not return plain words, phone
numbers, prices, dates, years or parts of web addresses: every string costs a look-up.
"""

import re
import unicodedata

MAX_TEXT = 5_000  # characters of a post that are read
MAX_NUMBERS = 20  # strings taken from one post
MAX_LENGTH = 60
_FEWEST_DIGITS = 4  # of a name in several parts; a lone number needs one more
_SHORTEST_CODE = 6  # letters and digits in one piece, such as WELCOME10

_DASHES = dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63, 0xFF0D], "-")
_DIGIT = re.compile(r"\d")
# Web addresses, e-mails, accounts, phone numbers, prices and measures; taken out before anything is read. Every
# repetition is bounded, so that hostile text costs no more than its length.
_NOISE = re.compile(
	r"""
	(?:https?://|www\.)\S+ | (?<![\w.+-])[\w.+-]{1,64}@\S{1,200} | @[\w.-]{1,200}
	| (?<![\w.-])(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}/\S*
	| \+\d[\d\s()./-]{5,20} | \(\d{2,5}\)[\d\s./-]{5,20} | (?<![\w-])0\d{1,5}[\s/-][\d\s/-]{4,15}\d
	| (?<![\w-])\d{3}[-.\s]\d{3,4}[-.\s]\d{3,4}(?![\w-])
	| \b(?:tel|phone|fon|mobile?|call|cell|whatsapp|fax|ruf)\W{0,3}(?:(?:me|at|on|an)\W{1,3}){0,2}\d[\d\s()./-]{3,20}
	| (?:[$€£¥₹]|\b(?:usd|eur|gbp|inr|chf|rs)\.?)\s?\d[\d.,']{0,15}
	| (?<![\w.,-])\d[\d.,']{0,15}\s?(?:[$€£¥₹%°"]|(?:usd|eur|euros?|gbp|inr|chf|dollars?|pounds?
		|k|mb|gb|tb|mm|cm|km|m|kg|g|w|kw|v|mah|ah|hz|ml|l|px|h|min|sec|rpm)\b)
	| \d{1,2}:\d{2} | (?<![\w-])\d{1,9}(?:[.,]\d{1,9}){1,5}
	""",
	re.X | re.I,
)
_DATE = re.compile(
	r"(?:(?:19|20)\d\d([-/]?)(?:0?[1-9]|1[0-2])\1(?:[0-2]?\d|3[01])|\d{1,2}[-/]\d{1,2}[-/](?:\d{2}|\d{4}))"
)
_BETWEEN = re.compile(r"[-/_]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_TOKEN = re.compile(r"#?[^\W_]+(?:[-/_][^\W_]+)*")
_SPACED = re.compile(r"(?<![\w-])([A-Z]{2,5}(?:-[A-Z]{2,5})?)(?:\s?[#:.]\s?|\s)(\d{5,12})(?![\w-])")
_AFTER_CODE = re.compile(
	r"\b(?:coupon|voucher|promo|discount|gift|rabatt|gutschein|code)(?:[ -]?(?:code|card))?\W{0,4}(?:is |was |ist )?[\"'“‘„#]?"
	r"([A-Za-z0-9]{4,20})\b",
	re.I,
)


def numbers_in(text: str | None) -> tuple[str, ...]:
	"""Those strings in upper case, each once, in reading order, at most MAX_NUMBERS. "SO 00017" is also read as
	SO-00017, and one word in capitals behind "coupon code" counts although it has no digit."""
	text = _readable(text)
	found: dict[str, None] = {}
	if _DIGIT.search(text) and any(map(_is_number, _TOKEN.findall(text))):
		plain = _NOISE.sub(" \n ", text)
		found.update((f"{prefix}-{digits}", None) for prefix, digits in _SPACED.findall(plain))
		found.update(
			(token.lstrip("#").upper(), None) for token in _TOKEN.findall(plain) if _is_number(token)
		)
	found.update((code.upper(), None) for code in _AFTER_CODE.findall(text) if _is_code(code))
	return tuple(one for one in found if len(one) <= MAX_LENGTH)[:MAX_NUMBERS]


def _readable(text: str | None) -> str:
	"""The beginning of the text with plain digits and plain hyphens."""
	text = (text or "")[:MAX_TEXT]
	return text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_DASHES)[:MAX_TEXT]


def _is_number(token: str) -> bool:
	hashtag, plain = token.startswith("#"), token.lstrip("#")
	digits = sum(map(str.isdecimal, plain))
	if not digits or _DATE.fullmatch(plain):
		return False
	parts = _BETWEEN.split(plain)
	if len(parts) > 1:
		return _is_name_in_parts(parts, digits)
	if plain.isdecimal():
		return _FEWEST_DIGITS < digits <= 20 and not _is_phone(plain)
	if hashtag:
		return bool(re.fullmatch(r"[A-Za-z]{1,8}\d{5,}", plain))
	return len(plain) >= _SHORTEST_CODE and plain == plain.upper() and plain.isascii()


def _is_name_in_parts(parts: list[str], digits: int) -> bool:
	"""SAL-ORD-2026-00017, 2026-00017; not covid-19, summer-2026, 555-0142."""
	years = [part for part in parts if _YEAR.fullmatch(part)]
	lettered = any(not part.isdecimal() for part in parts)
	if not lettered and not (years and parts[0] == years[0] and len(parts[-1]) >= _FEWEST_DIGITS):
		return False
	if years:
		return digits - len(years[0]) >= 3
	return digits >= _FEWEST_DIGITS


def _is_phone(digits: str) -> bool:
	"""Ten to twelve digits, or nine and more behind a nought, are dialled more often than they are stamped on goods."""
	return 10 <= len(digits) <= 12 or (len(digits) == 9 and digits[0] == "0")


def _is_code(word: str) -> bool:
	"""What stands behind "code" is one if it is in capitals or has a digit, and is not merely a short number."""
	if not word.isascii() or word.isdecimal():
		return False
	return word == word.upper() or any(map(str.isdecimal, word))
