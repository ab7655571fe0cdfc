"""Does a rule want a mention? Facts in, verdict out.

Pure. What is not known (None: no profile, no customer, or none that the rule may see) fulfils only the negative
operators: somebody of whom no customer is known is no customer of the group "Retail", and owes neither more nor
less than 100.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from social_crm_app.analysis.topics import QueryMatcher, QuerySpec, compile_queries
from social_crm_app.engage.rules import subjects as s

# A fact is a text, a number, a bool, or for what can be many (tags, groups above a group) a frozenset of texts.
Facts = Mapping[str, Any]


class Problem(Enum):
	"""What is wrong with a condition."""

	SUBJECT = "subject"
	OPERATOR = "operator"
	EMPTY = "empty"
	NUMBER = "number"
	YES_NO = "yes or no"


class BadCondition(ValueError):
	"""A condition that cannot be judged; `problem` says why."""

	def __init__(self, problem: Problem):
		super().__init__(problem.value)
		self.problem = problem


@dataclass(frozen=True, slots=True)
class Condition:
	"""One line of a rule as it stands in the form."""

	subject: str
	operator: str
	value: str = ""


@dataclass(frozen=True, slots=True)
class Test:
	"""A condition, read once for many mentions."""

	subject: str
	operator: str
	values: frozenset[str] = frozenset()
	number: float = 0.0
	words: QueryMatcher | None = None


@dataclass(frozen=True, slots=True)
class Matcher:
	"""All conditions of a rule; `every` says whether all of them or any of them must hold."""

	tests: tuple[Test, ...]
	every: bool = True
	subjects: frozenset[str] = field(default_factory=frozenset)

	def fulfilled(self, facts: Facts) -> tuple[int, ...] | None:
		"""The positions of the conditions that hold; None if the rule does not want the mention."""
		held = tuple(i for i, test in enumerate(self.tests) if holds(test, facts.get(test.subject)))
		enough = len(held) == len(self.tests) if self.every else bool(held)
		return held if enough and self.tests else None


def compile_rule(conditions: Sequence[Condition], every: bool = True) -> Matcher:
	"""The conditions of a rule, ready for many mentions. Raises BadCondition."""
	tests = tuple(compile_condition(condition) for condition in conditions)
	return Matcher(tests, every, frozenset(test.subject for test in tests))


def compile_condition(condition: Condition) -> Test:
	"""Raises BadCondition for an unknown subject, an operator it does not take, or a value it cannot have."""
	subject = s.SUBJECTS.get(condition.subject)
	if not subject:
		raise BadCondition(Problem.SUBJECT)
	operator = condition.operator
	if operator not in s.OPERATORS[subject.kind]:
		raise BadCondition(Problem.OPERATOR)
	if operator in s.WITHOUT_VALUE:
		return Test(subject.name, operator)
	values = values_of(condition)
	if not values:
		raise BadCondition(Problem.EMPTY)
	if subject.kind == s.NUMBER:
		return Test(subject.name, operator, number=_number(values[0]))
	if subject.kind == s.CHECK and values[0] not in (s.YES, s.NO):
		raise BadCondition(Problem.YES_NO)
	words = compile_queries([QuerySpec("words", any=values)]) if subject.kind == s.WORDS else None
	return Test(subject.name, operator, frozenset(values), words=words)


def values_of(condition: Condition) -> tuple[str, ...]:
	"""What the value names: one thing, or for an operator of many those between the commas."""
	if condition.operator in s.WITHOUT_VALUE:
		return ()
	many = condition.operator in s.OF_MANY
	parts = condition.value.replace("\n", ",").split(",") if many else [condition.value]
	return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def holds(test: Test, fact: Any) -> bool:
	"""True if that fact fulfils the condition."""
	if test.operator in s.NEGATIVE:
		return not _affirmed(test, fact)
	return _affirmed(test, fact)


def _affirmed(test: Test, fact: Any) -> bool:
	"""The condition without its "not"."""
	if fact is None or fact == "" or fact == frozenset():
		return False
	if test.operator in s.WITHOUT_VALUE:
		return True
	if test.words:
		return bool(test.words.match(fact, ""))
	if s.SUBJECTS[test.subject].kind == s.NUMBER:
		return _compared(test, float(fact))
	if s.SUBJECTS[test.subject].kind == s.CHECK:
		return (s.YES if fact else s.NO) in test.values
	return not test.values.isdisjoint(fact if isinstance(fact, frozenset) else (fact,))


def _compared(test: Test, number: float) -> bool:
	if test.operator == s.MORE:
		return number > test.number
	return number < test.number if test.operator == s.LESS else number == test.number


def _number(value: str) -> float:
	"""Digits with a decimal point, as 1000 or 0.5: what a comma means differs from country to country."""
	try:
		number = float(value)
	except ValueError:
		raise BadCondition(Problem.NUMBER) from None
	if not math.isfinite(number) or "_" in value:
		raise BadCondition(Problem.NUMBER)
	return number
