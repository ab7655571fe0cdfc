"""The report as a table on a terminal, as wide as the terminal is. Colours only for eyes, never for a pipe."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TextIO

from social_crm_app.preview import wording
from social_crm_app.preview.report import LINKED, SUGGESTED, UNKNOWN, Report, Shown
from social_crm_app.preview.width import fit, one_line

_GAP = 2
_LEAST_TEXT = 12  # columns, or a quarter of the terminal
_PROBLEMS_TOLD = 5
_COLOURS = {"red": "31", "green": "32", "yellow": "33", "dim": "2", "bold": "1"}


@dataclass(frozen=True, slots=True)
class _Column:
	"""`keep`: the lower, the longer the column stays when the terminal is narrow; 0 stays always."""

	title: str
	columns: int
	keep: int
	value: Callable[[Shown], str]
	colour: Callable[[Shown], str]


def _plain(_shown: Shown) -> str:
	return ""


def _by_status(shown: Shown) -> str:
	return {LINKED: "green", SUGGESTED: "yellow"}.get(shown.person.status, "dim")


def _by_intent(shown: Shown) -> str:
	return {"Problem": "red", "Praise": "green"}.get(shown.verdict.intent.label, "")


def _by_sentiment(shown: Shown) -> str:
	return {"Negative": "red", "Positive": "green"}.get(shown.verdict.sentiment.label, "")


def who(shown: Shown) -> str:
	"""Who it probably is, in a few words."""
	person = shown.person
	if person.status == LINKED:
		return person.guesses[0].title
	if person.status == SUGGESTED:
		more = f" +{len(person.guesses) - 1}" if len(person.guesses) > 1 else ""
		return f"{wording.percent(person.guesses[0].probability)}{more} {person.guesses[0].title}"
	return "unknown"


_TABLE = (
	_Column("", 1, 0, lambda m: "*" if m.new else "", lambda _m: "bold"),
	_Column("When", 16, 4, lambda m: wording.moment(m.posted_at), lambda _m: "dim"),
	_Column("Author", 22, 3, lambda m: m.author, _plain),
	_Column("Platform", 13, 7, lambda m: m.platform, lambda _m: "dim"),
	_Column("Lang", 4, 6, lambda m: m.verdict.language, lambda _m: "dim"),
	_Column("Sentiment", 9, 5, lambda m: m.verdict.sentiment.label, _by_sentiment),
	_Column("Intent", 8, 1, lambda m: m.verdict.intent.label, _by_intent),
	_Column("Topics", 12, 8, lambda m: ", ".join(name for name, _why in m.verdict.topics), _plain),
	_Column("Probably", 30, 2, who, _by_status),
)


def write_report(report: Report, stream: TextIO, columns: int, limit: int) -> None:
	"""Prints the newest `limit` mentions and what there is to say of the sources; `columns` is the terminal's width."""
	paint = _painter(stream)
	mentions = report.mentions[:limit]
	if mentions:
		stream.write("\n")
		for line in _table(mentions, columns, paint):
			stream.write(line.rstrip() + "\n")
	stream.write("\n" + paint(wording.summary(report), "bold"))
	if 0 < len(mentions) < report.total:
		stream.write(f" Above: the newest {len(mentions):,}.")
	stream.write(f"\n{_counts(report)}\n" if report.total else "\n")
	stream.write(f"{wording.people(report)}\n")
	_write_problems(report.people.problems, stream)
	stream.write("\n")
	for line in _health_lines(report, paint):
		stream.write(line + "\n")


def _table(mentions: Sequence[Shown], columns: int, paint: Callable[[str, str], str]) -> list[str]:
	chosen, text_columns = _chosen(columns)
	gap = " " * _GAP
	head = gap.join([*(fit(column.title, column.columns) for column in chosen), "Text"])
	lines = [paint(head, "bold")]
	for shown in mentions:
		cells = [paint(fit(column.value(shown), column.columns), column.colour(shown)) for column in chosen]
		lines.append(gap.join([*cells, fit(shown.text or shown.permalink, text_columns)]))
	return lines


def _chosen(columns: int) -> tuple[list[_Column], int]:
	"""The columns for which there is room, and what is left for the text."""
	chosen = list(_TABLE)
	while True:
		left = columns - sum(column.columns + _GAP for column in chosen)
		last = max(chosen, key=lambda column: column.keep)
		if left >= max(_LEAST_TEXT, columns // 4) or not last.keep:
			return chosen, max(left, _LEAST_TEXT)
		chosen.remove(last)


def _counts(report: Report) -> str:
	linked, suggested, unknown = (report.count("status", name) for name in (LINKED, SUGGESTED, UNKNOWN))
	intents = ", ".join(
		wording.plural(report.count("intent", label), label.lower())
		for label in ("Problem", "Question", "Idea")
	)
	return (
		f"By whom: {linked:,} linked, {suggested:,} to confirm, {unknown:,} unknown."
		f" What: {intents}, {report.count('intent', 'Praise'):,} praise."
	)


def _write_problems(problems: Sequence[str], stream: TextIO) -> None:
	for problem in problems[:_PROBLEMS_TOLD]:
		stream.write(f"  {one_line(problem)}\n")
	if len(problems) > _PROBLEMS_TOLD:
		stream.write(f"  ... and {len(problems) - _PROBLEMS_TOLD} more, see the page\n")


def _health_lines(report: Report, paint: Callable[[str, str], str]) -> list[str]:
	lines = []
	for health in report.health:
		colour = "red" if health.error else "yellow" if wording.notes(health) else "green"
		lines.append(
			f"{one_line(health.source.title)}: {paint(wording.result(health), colour)},"
			f" complete until {wording.complete(health)}"
		)
		lines += [f"  {one_line(note)}" for note in wording.notes(health)]
	return lines


def _painter(stream: TextIO) -> Callable[[str, str], str]:
	"""paint(text, colour): with colour on a terminal, unless NO_COLOR is set (https://no-color.org)."""
	if not stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
		return lambda text, _colour: text
	return lambda text, colour: f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m" if colour else text
