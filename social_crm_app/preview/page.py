"""The report as one HTML page that needs nothing else: no script, no request, every foreign text escaped.

Filters are radio buttons and CSS. The page's policy forbids everything but its own style, so that even a mistake
here could not run or load anything. Must not decide anything; `report` did.
"""

import base64
import hashlib
from pathlib import Path

from social_crm_app.preview import wording
from social_crm_app.preview.markup import escape, time
from social_crm_app.preview.page_mention import FILTERS, STATUS_WORDS, mention
from social_crm_app.preview.pull import Health
from social_crm_app.preview.report import LINKED, SUGGESTED, Report

_STYLE = Path(__file__).with_name("page.css")
_NO_SENTIMENT = "Sentiment is judged in English only; in other languages it stays blank."


def page(report: Report) -> str:
	"""The whole page as text."""
	style = _STYLE.read_text(encoding="utf-8") + _filter_rules()
	policy = f"default-src 'none'; style-src 'sha256-{_digest(style)}'; base-uri 'none'; form-action 'none'"
	return "\n".join(
		(
			"<!doctype html>",
			'<html lang="en"><head><meta charset="utf-8">',
			f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
			'<meta name="viewport" content="width=device-width, initial-scale=1">',
			'<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">',
			f"<title>Social CRM preview</title><style>{style}</style></head><body>",
			_head(report),
			_tiles(report),
			_sources(report),
			_filters(report) if report.total else "",
			f'<main aria-label="Mentions">{"".join(map(mention, report.mentions)) or _nothing(report)}</main>',
			_foot(report),
			"</body></html>\n",
		)
	)


def _digest(style: str) -> str:
	return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def _filter_rules() -> str:
	"""Hides what the checked radio button does not mean; browsers without :has() show everything."""
	return "\n".join(
		f"body:has(#{name}-{css}:checked) article:not(.{name}-{css}) {{ display: none }}"
		for name, (_question, choices) in FILTERS.items()
		for css in choices.values()
	)


def _head(report: Report) -> str:
	demo = (
		"<p class=note>This is the demo: an invented company, invented people. Links lead nowhere.</p>"
		if report.demo
		else ""
	)
	return (
		f"<header><h1>What people say, and who says it</h1><p>{escape(wording.summary(report))} "
		f"As of {time(report.made_at)}.</p>{demo}</header>"
	)


def _tiles(report: Report) -> str:
	tiles = (
		("Mentions", report.total, "in all"),
		("New", report.new, "brought by this run"),
		("Linked", report.count("status", LINKED), "by a customer, lead or contact, vouched for by the platform"),
		("To confirm", report.count("status", SUGGESTED), "probably by somebody you know; a person has to decide"),
		("Problems", report.count("intent", "Problem"), "somebody needs help or is angry"),
	)  # fmt: skip
	items = "".join(
		f'<div class="tile tile-{name.lower().replace(" ", "-")}"><dt>{name}</dt><dd>{number:,}<small>{words}</small></dd></div>'
		for name, number, words in tiles
	)
	return f"<dl class=tiles>{items}</dl>"


def _sources(report: Report) -> str:
	rows = "".join(map(_source, report.health))
	return (
		"<section class=sources><h2>Sources</h2><table><thead><tr><th>Source<th>This run<th>Complete until"
		f"</thead><tbody>{rows}</tbody></table><p>{escape(wording.people(report))}</p>{_problems(report)}</section>"
	)


def _source(health: Health) -> str:
	notes = "".join(f"<li>{escape(note)}" for note in wording.notes(health))
	state = "failed" if health.error else "mixed" if notes else "fine"
	more = f"<ul>{notes}</ul>" if notes else ""
	return (
		f"<tr class={state}><td data-label=Source><bdi>{escape(health.source.title)}</bdi>{more}"
		f'<td data-label="This run"><span class=state>{escape(wording.result(health))}</span>'
		f'<td data-label="Complete until">{escape(wording.complete(health))}'
	)


def _problems(report: Report) -> str:
	problems = report.people.problems
	if not problems:
		return ""
	items = "".join(f"<li>{escape(problem)}" for problem in problems[:200])
	words = wording.plural(len(problems), "line") + " of the list could not be used as they are"
	return f"<details><summary>{words}</summary><ul>{items}</ul></details>"


def _filters(report: Report) -> str:
	return f'<section class=filters aria-label="Show only">{"".join(_filter(report, name) for name in FILTERS)}</section>'


def _filter(report: Report, name: str) -> str:
	question, choices = FILTERS[name]
	chips = [_chip(name, "all", "All", report.total, " checked")]
	for label, css in choices.items():
		words = STATUS_WORDS.get(label, label)
		chips.append(_chip(name, css, words, report.count(name, label)))
	return f"<fieldset><legend>{question}</legend>{''.join(chips)}</fieldset>"


def _chip(name: str, css: str, label: str, number: int, checked: str = "") -> str:
	return (
		f'<input type=radio name={name} id={name}-{css}{checked}><label class="chip {css}" for={name}-{css}>'
		f"{label} <b>{number:,}</b></label>"
	)


def _nothing(report: Report) -> str:
	words = "The sources that could be read have nothing to show yet."
	if all(health.error for health in report.health):
		words = "No source could be read; the table above says why."
	return f"<p class=note>{words}</p>"


def _foot(report: Report) -> str:
	hidden = report.total - len(report.mentions)
	older = f"{wording.plural(hidden, 'older mention')} are counted above but not shown. " if hidden else ""
	return (
		f"<footer><p>{older}{_NO_SENTIMENT} Nobody is linked by a name alone.</p>"
		"<p>Made by the preview of Social CRM for ERPNext. It holds personal data: pass it on with care.</p></footer>"
	)
