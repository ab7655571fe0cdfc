"""What an erasure did: counts per table, and what it left with the reason. Holds no personal data."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Report:
	"""`counts`: rows removed or blanked per DocType; `left`: sentences about what stays and why."""

	counts: Counter = field(default_factory=Counter)
	left: list[str] = field(default_factory=list)

	def add(self, doctype: str, number: int) -> None:
		if number:
			self.counts[doctype] += number

	def leave(self, sentence: str) -> None:
		if sentence not in self.left:
			self.left.append(sentence)

	def as_dict(self) -> dict:
		"""{counts: {DocType: number}, left: [sentence]}"""
		return {"counts": dict(sorted(self.counts.items())), "left": self.left}

	def text(self) -> str:
		"""The counts on one line and a line for each thing that was left, for the log."""
		counts = ", ".join(f"{doctype}: {number}" for doctype, number in sorted(self.counts.items()))
		return "\n".join((counts, *self.left))
