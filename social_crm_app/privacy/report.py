"""What an erasure did: counts per table, and what it left with the reason. What is written down of it holds no
personal data; records of the business are named only to whoever asked for the erasure and may read them."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from frappe import _


@dataclass(slots=True)
class Report:
	"""`counts`: rows removed or blanked per DocType; `left`: sentences about what stays and why; `kept`: records of
	the business, (DocType, name), that the person was or that were made of a post."""

	counts: Counter = field(default_factory=Counter)
	left: list[str] = field(default_factory=list)
	kept: dict[tuple[str, str], None] = field(default_factory=dict)

	def add(self, doctype: str, number: int) -> None:
		if number:
			self.counts[doctype] += number

	def leave(self, sentence: str) -> None:
		if sentence not in self.left:
			self.left.append(sentence)

	def keep(self, doctype: str, name: str) -> None:
		"""Says that this record of the business stays as it is."""
		self.kept[doctype, name] = None

	def as_dict(self, may_see: Callable[[str, str], bool]) -> dict:
		"""{counts: {DocType: number}, left: [sentence]}; `may_see` says which kept records the reader may read."""
		named = [
			_(
				"{0} {1}: kept, it is a record of your own business. It may hold the name, e-mail or phone number."
			).format(_(doctype), name)
			for doctype, name in self.kept
			if may_see(doctype, name)
		]
		hidden = [(doctype, name) for doctype, name in self.kept if not may_see(doctype, name)]
		return {"counts": dict(sorted(self.counts.items())), "left": [*self.left, *named, *_unnamed(hidden)]}

	def text(self) -> str:
		"""The counts on one line and a line for each thing that was left, for the log."""
		counts = ", ".join(f"{doctype}: {number}" for doctype, number in sorted(self.counts.items()))
		return "\n".join((counts, *self.left, *_unnamed(self.kept)))


def _unnamed(kept: Iterable[tuple[str, str]]) -> list[str]:
	doctypes = dict.fromkeys(doctype for doctype, _name in kept)
	return [_("{0}: kept, it is a record of your own business.").format(_(doctype)) for doctype in doctypes]
