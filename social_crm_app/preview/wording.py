"""Sentences and figures that the terminal and the page share. Must not lay anything out."""

from datetime import datetime

from social_crm_app import exceptions as errors
from social_crm_app.ingest.normalise import clean_line
from social_crm_app.preview.pull import MAX_PAGES, Health
from social_crm_app.preview.report import Report

_EXPLANATIONS = (
	(errors.AuthExpired, "The credentials were refused. Make a new token or app password and run again."),
	(errors.NotPermitted, "The platform does not permit this. Check the rights (scopes) of the token and whether the account is blocked."),
	(errors.RateLimited, "The platform asks to wait. Run again later; it goes on where it stopped."),
	(errors.Gone, "The address is gone. Check the server or feed address."),
	(errors.BadPayload, "The answer could not be read. Check the server or feed address."),
	(errors.BudgetReached, "The budget for this platform is used up."),
	(errors.Unreachable, "The server could not be reached. Run again later; nothing is lost."),
)  # fmt: skip
_PRIVATE = "private address"


def explained(error: errors.ConnectorError) -> str:
	"""What happened and what to do, and what the platform itself said."""
	words = next((words for kind, words in _EXPLANATIONS if isinstance(error, kind)), "It could not be read.")
	said = clean_line(error.provider_message or str(error), 400)
	if _PRIVATE in said:
		return f"{said}. If it is a server on this machine, add --allow-loopback."
	if isinstance(error, errors.RateLimited) and error.retry_after:
		words = f"The platform asks to wait {round(error.retry_after / 60) or 1} min. Run again then; it goes on where it stopped."
	if error.provider_message:
		return f'{words} The platform said: "{said}"'
	return f"{words} ({said})" if said and said != type(error).__name__ else words


def result(health: Health) -> str:
	"""How reading a source went, in a few words."""
	if health.error:
		return "failed"
	if health.overtaken:
		return "another run is reading it"
	return f"{health.new:,} new" if health.new else "nothing new"


def notes(health: Health) -> list[str]:
	"""What else there is to know about a source: errors, refused parts, unreadable records, more to come."""
	said = [explained(health.error)] if health.error else []
	if health.broken_since:
		said.append(f"Broken since {moment(health.broken_since)}.")
	said += [
		f'"{clean_line(name.removeprefix("search:"), 60)}" was refused: {clean_line(why, 300)}'
		for name, why in health.trouble
	]
	if health.skipped:
		said.append(f"{health.skipped} {'record' if health.skipped == 1 else 'records'} could not be read.")
	if health.more and not health.error:
		said.append(f"Stopped after {MAX_PAGES} pages; run again to go on.")
	return said


def complete(health: Health) -> str:
	"""Until when everything is in."""
	return moment(health.complete_until) if health.complete_until else "not known"


def people(report: Report) -> str:
	"""What the mentions were compared with."""
	counts = report.people.counts
	parts = [
		plural(counts[kind], kind.lower()) for kind in ("Customer", "Lead", "Contact") if counts.get(kind)
	]
	silent = report.people.silent
	rest = (
		f"; {silent} of them without an e-mail, phone, website or handle to recognise them by"
		if silent
		else ""
	)
	return f"Compared with {', '.join(parts) or 'nobody'} of {report.people_file}{rest}."


def summary(report: Report) -> str:
	"""The result in one sentence."""
	if not report.total:
		return "No mentions yet."
	fresh = "" if report.first_run else f", {report.new or 'none'} of them new since the last run"
	return f"{plural(report.total, 'mention')} by {plural(report.authors, 'author')}{fresh}."


def why(reason: str) -> str:
	"""The reason of an intent; a bare question mark gets a word around it."""
	return 'has a "?"' if reason == "?" else reason


def plural(number: int, word: str) -> str:
	return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def percent(probability: float) -> str:
	"""A probability that never claims certainty: 1 to 99 %, rounded."""
	return f"{min(99, max(1, round(probability * 100)))} %"


def moment(when: datetime | str) -> str:
	"""A moment in this machine's time zone, to the minute."""
	when = datetime.fromisoformat(when) if isinstance(when, str) else when
	return when.astimezone().strftime("%Y-%m-%d %H:%M")
