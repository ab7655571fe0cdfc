"""How fast a pull stores mentions, as ratios measured in one run on a real site.

naive     for row in rows: frappe.get_doc(row).insert(), the rows ready-made: judged, linked, profiles there
pipeline  everything the pull does with the same posts: normalise, profiles, keys, language, sentiment,
          intent, topics, identity, store; in pages, each page committed
bare      multi-row INSERT of the same rows, plus VADER on their texts, and nothing else

With listeners: the same naive loop and the same pipeline while a Notification (on intent Problem) and an
Assignment Rule (on intent Problem) exist; the pipeline's time includes firing them.
Run on a site that allows tests; removes the rows it made.
"""

from _site import arguments, connected, median, posts, seconds, table
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

import frappe

from social_crm_app import sql
from social_crm_app.ingest import automation, gather, pipeline
from social_crm_app.testing import make_user

PAGE = gather.POSTS  # a pull gathers the pages of a platform to batches of this size
vader = SentimentIntensityAnalyzer()


def main() -> None:
	options = arguments(rows=2000, listening=300)
	with connected(options.site):
		clear()
		one_round("warm", PAGE)  # models and rules are loaded once per process, not once per mention
		quiet = [one_round(f"q{n}", options.rows) for n in range(options.rounds)]
		show("Nobody listens", options.rows, quiet)
		with listeners():
			one_round("warm-l", PAGE)
			loud = [one_round(f"l{n}", options.listening) for n in range(options.rounds)]
		show("A Notification and an Assignment Rule listen", options.listening, loud)
		clear()


def one_round(label: str, count: int) -> dict[str, float]:
	"""Seconds for `count` rows each way; the naive rows are the very rows that the pipeline has written."""
	made = posts(count, label)
	taken = {"pipeline": seconds(lambda: pull(made))}
	rows = frappe.get_all(
		"Mention", filters={"source": "mentions", "mention_key": ("like", "mastodon:%")}, fields=["*"]
	)
	empty_mentions()
	ready = [
		{"doctype": "Mention", **{k: v for k, v in row.items() if not k.startswith("_")}} for row in rows
	]
	taken["naive"] = seconds(lambda: insert_each(ready))
	empty_mentions()
	taken["bare"] = seconds(lambda: bare(rows))
	empty_mentions()
	return taken


def pull(made: list) -> None:
	source = pipeline.source_of("", "mastodon", "Mastodon", None)
	pending = False
	for start in range(0, len(made), PAGE):
		pending = pipeline.process(made[start : start + PAGE], source).pending or pending
		frappe.db.commit()  # as the app does between its steps; nobody else commits here
	if pending:
		automation.fire_pending()


def insert_each(rows: list[dict]) -> None:
	for start in range(0, len(rows), PAGE):
		for row in rows[start : start + PAGE]:
			doc = frappe.get_doc(row)
			doc.flags.from_pull = True  # the row is judged already: the loop only stores
			doc.insert()
		frappe.db.commit()  # as the app does between its steps; nobody else commits here


def bare(rows: list[dict]) -> None:
	for start in range(0, len(rows), PAGE):
		page = rows[start : start + PAGE]
		for row in page:
			vader.polarity_scores(row["text"])
		sql.insert_missing("Mention", page)
		frappe.db.commit()  # as the app does between its steps; nobody else commits here


class listeners:
	"""The two listeners of the floor, for as long as the block runs."""

	def __enter__(self):
		# An assignee without rights on Mention would get a DocShare for each: not what is measured here
		self.user = make_user("bench@social.example", "Social CRM User")
		# Without a mail server every mail would be an error to be logged: both ways would measure that
		frappe.db.set_value("Notification Settings", self.user.email, "enable_email_notifications", 0)
		self.docs = [self._notification(), self._rule()]
		frappe.db.commit()  # as the app does between its steps; nobody else commits here
		frappe.clear_cache()

	def __exit__(self, *_exc):
		for doc in self.docs:
			frappe.delete_doc(doc.doctype, doc.name, force=True)
		frappe.db.commit()  # as the app does between its steps; nobody else commits here
		frappe.clear_cache()

	def _notification(self):
		return frappe.get_doc(
			{
				"doctype": "Notification", "name": "Bench", "document_type": "Mention", "event": "New", "enabled": 1,
				"channel": "System Notification", "subject": "Problem: {{ doc.title }}", "message": "-",
				"condition": "doc.intent == 'Problem'", "recipients": [{"receiver_by_role": "Social CRM User"}],
			}
		).insert()  # fmt: skip

	def _rule(self):
		days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
		return frappe.get_doc(
			{
				"doctype": "Assignment Rule", "name": "Bench", "document_type": "Mention", "rule": "Round Robin",
				"assign_condition": "intent == 'Problem'", "description": "Please answer",
				"users": [{"user": self.user.email}], "assignment_days": [{"day": day} for day in days],
			}
		).insert()  # fmt: skip


def show(title: str, count: int, rounds: list[dict[str, float]]) -> None:
	per_row = {way: median([r[way] for r in rounds]) / count * 1000 for way in ("naive", "pipeline", "bare")}
	table(
		f"{title} ({count} mentions, median of {len(rounds)} rounds)",
		[
			("", "ms per mention", "mentions per second"),
			*((way, f"{ms:.3f}", f"{1000 / ms:,.0f}") for way, ms in per_row.items()),
		],
	)
	print(f"  pipeline : naive            {per_row['naive'] / per_row['pipeline']:.1f} x as fast")
	print(f"  pipeline : bare INSERT+VADER {100 * per_row['bare'] / per_row['pipeline']:.0f} % of its speed")


def empty_mentions() -> None:
	"""Mentions and what listeners made for them: an assignment left over would spare the next way its own.

	Truncated and not deleted: InnoDB purges deleted rows in the background, on the time of the next way."""
	for doctype in ("Mention", "Mention Topic"):
		frappe.db.truncate(doctype)
	frappe.db.delete("ToDo", {"reference_type": "Mention"})
	frappe.db.delete("Notification Log", {"document_type": "Mention"})
	frappe.db.delete("Comment", {"reference_doctype": ("in", ("Mention", "ToDo"))})
	frappe.db.commit()  # as the app does between its steps; nobody else commits here


def clear() -> None:
	empty_mentions()
	for doctype in ("Social Profile", "Social Profile Match", "Social Profile Match Evidence"):
		frappe.db.delete(doctype)
	frappe.db.delete("Identity Key", {"reference_doctype": "Social Profile"})
	frappe.db.commit()  # as the app does between its steps; nobody else commits here


if __name__ == "__main__":
	main()
