"""One mention on the page: what was said, how it was judged, who it probably is.

Also the names by which the page can be filtered. Must not decide anything; `report` did.
"""

from social_crm_app.preview import wording
from social_crm_app.preview.markup import escape, link, listed, safe_url, time
from social_crm_app.preview.report import LINKED, SUGGESTED, UNKNOWN, Guess, Person, Shown

# name of the filter -> (its question, its choices: what a mention says -> the CSS name)
FILTERS = {
	"status": ("Who is it?", {LINKED: "linked", SUGGESTED: "suggested", UNKNOWN: "unknown"}),
	"intent": (
		"What do they want?",
		{"Problem": "problem", "Question": "question", "Idea": "idea", "Praise": "praise", "Other": "other"},
	),
	"sentiment": (
		"How does it sound?",
		{"Negative": "negative", "Neutral": "neutral", "Positive": "positive", "Not judged": "silent"},
	),
}
STATUS_WORDS = {LINKED: "Linked", SUGGESTED: "To confirm", UNKNOWN: "Unknown"}


def mention(shown: Shown) -> str:
	"""The article; its classes are what the filters look for."""
	verdict = shown.verdict
	said = {
		"status": shown.person.status,
		"intent": verdict.intent.label or "Other",
		"sentiment": verdict.sentiment.label or "Not judged",
	}
	classes = " ".join(f"{name}-{FILTERS[name][1][label]}" for name, label in said.items())
	return f'<article class="{classes}"><div class=said>{_said(shown)}</div>{_judged(shown)}{_who(shown.person)}</article>'


def _said(shown: Shown) -> str:
	tags = ["New"] * shown.new + ["Private"] * shown.private
	author = f"<bdi class=author dir=auto>{link(shown.author_url, shown.author)}</bdi>"
	title, text = _parted(shown.title, shown.text)
	title = f"<h3 dir=auto>{escape(title)}</h3>" if title else ""
	body = f"<p class=text dir=auto>{escape(text)}</p>" if text else ""
	source = (
		f"<p class=source>{link(shown.permalink, 'Open the post')}</p>" if safe_url(shown.permalink) else ""
	)
	tag_list = "".join(f'<span class="tag {tag.lower()}">{tag}</span> ' for tag in tags)
	origin = f"{escape(shown.platform)} {escape(shown.kind.lower())}"
	return (
		f"<p class=meta>{tag_list}{author} <span>{time(shown.posted_at)}</span> <span>{origin}</span></p>"
		f"{title}{body}{source}"
	)


def _parted(title: str, text: str) -> tuple[str, str]:
	"""The title, if the text begins with it as a line of its own, and the rest of the text."""
	rest = text.removeprefix(title)
	return (title, rest.strip()) if title and len(rest) < len(text) and rest[:1] in ("", "\n") else ("", text)


def _judged(shown: Shown) -> str:
	verdict = shown.verdict
	score = f" {verdict.sentiment.score:+.2f}" if verdict.sentiment.score else ""
	intent, sentiment = verdict.intent.label or "Other", verdict.sentiment.label
	rows = [
		("Intent", _chip_of("intent", intent), wording.why(verdict.intent.reason)),
		(
			"Sentiment",
			(_chip_of("sentiment", sentiment) + score)
			if sentiment
			else "<span class=blank>not judged</span>",
			verdict.sentiment.reason if sentiment else "English only",
		),
		("Language", escape(verdict.language) or "<span class=blank>not told</span>", ""),
	]
	if verdict.topics:
		topics = " ".join(f"<span class=tag dir=auto>{escape(name)}</span>" for name, _why in verdict.topics)
		rows.append(("Topics", topics, ""))
	return f"<dl class=judged>{''.join(_row(*row) for row in rows)}</dl>"


def _chip_of(name: str, label: str) -> str:
	return f'<span class="chip {FILTERS[name][1][label]}">{label}</span>'


def _row(label: str, value: str, reason: str) -> str:
	why = f" <small dir=auto>{escape(reason)}</small>" if reason else ""
	return f"<div><dt>{label}</dt><dd>{value}{why}</dd></div>"


def _who(person: Person) -> str:
	chip = f'<span class="chip {FILTERS["status"][1][person.status]}">{STATUS_WORDS[person.status]}</span>'
	guesses = "".join(_guess(guess, person.status) for guess in person.guesses)
	return f"<div class=who><p>{chip} <small>{escape(person.reason)}</small></p>{guesses}</div>"


def _guess(guess: Guess, status: str) -> str:
	chance = "" if status == LINKED else f" <span class=chance>{wording.percent(guess.probability)}</span>"
	return f"<p class=party><bdi dir=auto>{escape(guess.title)}</bdi>{chance}</p>{listed(guess.reasons)}"
