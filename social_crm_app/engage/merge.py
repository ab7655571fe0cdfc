"""The language of Reply Templates: fields, conditions and a few filters of Jinja, and nothing else.

A template is read as a tree first, and what is not named here is refused: loops, macros, arithmetic, calls, other
attributes than our fields. So it ends soon, stays short, and reaches nothing but the values that it is given.
Jinja's sandbox stands behind that as a second wall. Must not fetch anything, nor know what the fields mean.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, filters, nodes, tests
from jinja2.sandbox import ImmutableSandboxedEnvironment

import frappe
from frappe import _
from frappe.utils import cstr, format_date, format_datetime

LONGEST = 10_000  # characters of a template, and of what it makes; no platform takes as many in a reply

Values = Mapping[str, str | Mapping[str, str]]
# The words about a field that is empty, by its name: "document.tracking".
Explain = Callable[[str], str]


class BadTemplate(frappe.ValidationError):
	"""The template cannot be filled in; the words say where and why."""


class Dated(str):
	"""A date or time in the words of the reader's settings; `format_date` can write it in others."""

	raw: Any

	def __new__(cls, value: Any, *, with_time: bool = False) -> "Dated":
		made = super().__new__(cls, (format_datetime if with_time else format_date)(value))
		made.raw = value
		return made


class Empty(Undefined):
	"""A field without a value: a condition may ask for it, a text must not contain it."""

	__slots__ = ()
	__str__ = __iter__ = __len__ = Undefined._fail_with_undefined_error


class _Block(dict):
	"""Fields under one name; true in a condition if one of them has a value, and no text by itself."""

	def __bool__(self) -> bool:
		return not all(isinstance(value, Undefined) for value in self.values())

	def __str__(self) -> str:
		raise BadTemplate(_("A field has to be named here: {0}.").format(", ".join(self)))


class _Sandbox(ImmutableSandboxedEnvironment):
	"""Knows no attributes of Python's objects, only the entries of our own blocks."""

	def getattr(self, obj: Any, attribute: str) -> Any:
		if isinstance(obj, _Block) and attribute in obj:
			return obj[attribute]
		return self.undefined(obj=obj, name=attribute)

	getitem = getattr


_ALLOWED = (
	nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const, nodes.If,
	nodes.CondExpr, nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.Operand, nodes.Tuple, nodes.List, nodes.Concat,
	nodes.Filter, nodes.Test, nodes.Keyword, nodes.Call,
)  # fmt: skip
_FILTERS = ("default", "d", "upper", "lower", "capitalize", "title", "trim", "truncate")
_TESTS = ("defined", "undefined", "none")


def unknown_fields(text: str, fields: Mapping[str, Any]) -> list[str]:
	"""The words about each field of the template that is not one of these. Raises BadTemplate for what is none."""
	used = sorted(_fields_in(_tree(_environment(), text)), key=lambda found: found[1])
	return [no_such_field(name, fields, line) for name, line in used if not exists(name, fields)]


def fill(text: str, values: Values, explain: Explain | None = None) -> str:
	"""The text with `values` in it. Raises BadTemplate for a mistake and for a field that does not exist; for an
	empty one with the words of `explain`, without that it leaves a gap."""
	if unknown := unknown_fields(text, values):
		raise BadTemplate("\n".join(unknown))
	environment = _environment()
	try:
		made = "".join(_pieces(environment.from_string(text).generate(_with_gaps(values, explain))))
	except BadTemplate:
		raise
	except Exception as error:  # a template can fail in any way that Python can
		raise BadTemplate(_("The template cannot be filled in: {0}").format(error)) from None
	return made.strip()


def exists(name: str, fields: Mapping[str, Any]) -> bool:
	"""Whether there is such a field, or block of fields, among these."""
	first, dot, second = name.partition(".")
	block = fields.get(first)
	return first in fields and (not dot or (isinstance(block, Mapping) and second in block))


def no_such_field(name: str, fields: Mapping[str, Any], line: int) -> str:
	"""The words about a field that does not exist: those that do."""
	first = name.partition(".")[0]
	block = fields.get(first)
	there = [f"{first}.{each}" for each in block] if isinstance(block, Mapping) else fields
	words = _("there is no field {0}. There are: {1}.").format(name, ", ".join(there))
	return _("Line {0}: {1}").format(line, words)


def _environment() -> _Sandbox:
	made = _Sandbox(undefined=StrictUndefined, autoescape=False)  # what comes of it is plain text
	made.globals = {"_": lambda words: _(cstr(words))}
	made.filters = {**{name: filters.FILTERS[name] for name in _FILTERS}, "format_date": _format_date}
	made.tests = {name: tests.TESTS[name] for name in _TESTS}
	return made


def _format_date(value: Any, pattern: str | None = None) -> Any:
	"""A date as a pattern of Unicode's CLDR says: "d MMMM"."""
	return value if isinstance(value, Undefined) else format_date(getattr(value, "raw", value), pattern)


def _tree(environment: _Sandbox, text: str) -> nodes.Template:
	if len(text) > LONGEST:
		raise BadTemplate(_("The template is longer than {0} characters.").format(LONGEST))
	try:
		tree = environment.parse(text)
		for node in _all(tree):
			if trouble := _trouble(node):
				raise BadTemplate(_("Line {0}: {1}").format(node.lineno, trouble))
	except TemplateSyntaxError as error:
		raise BadTemplate(_("Line {0}: {1}").format(error.lineno, error.message)) from None
	except (RecursionError, ValueError) as error:
		raise BadTemplate(_("The template cannot be read: {0}").format(error)) from None
	return tree


def _all(node: nodes.Node) -> Iterator[nodes.Node]:
	yield node
	yield from node.find_all(nodes.Node)


def _trouble(node: nodes.Node) -> str:
	"""What is wrong with this part of a template, whatever stands around it; "" for nothing."""
	if not isinstance(node, _ALLOWED):
		return _("a template has fields, conditions and filters, but no {0}.").format(type(node).__name__)
	if isinstance(node, nodes.Filter) and node.name not in (*_FILTERS, "format_date"):
		there = ", ".join((*_FILTERS, "format_date"))
		return _("there is no filter {0}. There are: {1}.").format(node.name, there)
	if isinstance(node, nodes.Test) and node.name not in _TESTS:
		return _("there is no test {0}. There are: {1}.").format(node.name, ", ".join(_TESTS))
	if isinstance(node, nodes.Call) and not _is_ours(node):
		return _("a template can call nothing but _(), which translates a text.")
	if isinstance(node, nodes.Getattr | nodes.Getitem) and not _path(node):
		return _("only a field can have a field, by its name.")
	return ""


def _is_ours(call: nodes.Call) -> bool:
	is_known = isinstance(call.node, nodes.Name) and call.node.name == "_"
	return is_known and len(call.args) == 1 and not (call.kwargs or call.dyn_args or call.dyn_kwargs)


def _path(node: nodes.Node) -> str:
	"""`document.tracking` of what is written so or as document["tracking"]; "" for anything else."""
	parts: list[str] = []
	while isinstance(node, nodes.Getattr | nodes.Getitem):
		part = node.attr if isinstance(node, nodes.Getattr) else getattr(node.arg, "value", None)
		if not isinstance(part, str):
			return ""
		parts.append(part)
		node = node.node
	return ".".join([node.name, *reversed(parts)]) if isinstance(node, nodes.Name) else ""


def _fields_in(tree: nodes.Template) -> Iterator[tuple[str, int]]:
	"""(name, line) of the fields as they are written: of `document.tracking` not also `document`."""
	waiting: list[nodes.Node] = [tree]
	while waiting:
		node = waiting.pop()
		if name := _path(node):
			yield name, node.lineno
		else:
			waiting.extend(node.args if isinstance(node, nodes.Call) else node.iter_child_nodes())


def _with_gaps(values: Values, explain: Explain | None) -> dict[str, Any]:
	"""The values, with a gap in place of each that is empty."""

	def shown(name: str, value: str) -> Any:
		return value or (Empty(explain(name)) if explain else Undefined(name=name))

	return {
		name: _Block({key: shown(f"{name}.{key}", each) for key, each in value.items()})
		if isinstance(value, Mapping)
		else shown(name, value)
		for name, value in values.items()
	}


def _pieces(made: Iterator[str]) -> Iterator[str]:
	length = 0
	for piece in made:
		length += len(piece)
		if length > LONGEST:
			raise BadTemplate(_("What the template makes is longer than {0} characters.").format(LONGEST))
		yield piece
