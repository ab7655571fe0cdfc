"""The form in which every judgement leaves this room."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judgement:
	"""`label` is "" when nothing can be said; `score` has a meaning only where the judge gives one;
	`reason` names in a few words what was decisive, so that a person can agree or correct it."""

	label: str
	score: float | None = None
	reason: str = ""
