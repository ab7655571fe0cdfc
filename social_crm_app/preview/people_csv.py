"""Reads a CSV export of customers, leads and contacts, as plain or as ERPNext-like as it comes.

What cannot be read is told with its line and left out; only a file without any usable header is refused. Must
not decide which party a record stands for; `people` does.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from social_crm_app.identity.handles import parse_handles
from social_crm_app.ingest.normalise import clean_line
from social_crm_app.preview.people_columns import Column, columns_of, usual_kind

KINDS = {"customer": "Customer", "lead": "Lead", "contact": "Contact"}
_HEADER_WITHIN = 30  # lines; some exports begin with a title
_LONGEST_CELL = 1_000_000
_SEPARATORS = re.compile(r"[;,\n]|\s/\s")


class NoPeople(Exception):
	"""The file as a whole cannot be used; the message says why."""


@dataclass(slots=True)
class Record:
	"""One customer, lead or contact. `companies` are the customers or leads that a contact belongs to."""

	kind: str
	line: int
	id: str
	title: str
	companies: list[str] = field(default_factory=list)
	emails: list[str] = field(default_factory=list)
	phones: list[str] = field(default_factory=list)
	websites: list[str] = field(default_factory=list)
	handles: list[str] = field(default_factory=list)
	customer_type: str = ""
	country: str = ""
	from_lead: str = ""

	def take(self, other: "Record") -> None:
		"""Adds what a further row says of the same record."""
		for name in ("companies", "emails", "phones", "websites", "handles"):
			getattr(self, name).extend(getattr(other, name))


@dataclass(slots=True)
class PeopleFile:
	"""The records of a file, and what in it could not be read, as "line 7: ..."."""

	records: list[Record] = field(default_factory=list)
	problems: list[str] = field(default_factory=list)


def read_people(path: Path) -> PeopleFile:
	"""Everybody in the file. Raises NoPeople when there is no such file or no usable header in it."""
	try:
		content = path.read_bytes()
	except OSError as error:
		raise NoPeople(f"{path} cannot be read: {error.strerror or error}") from None
	found = PeopleFile()
	rows = _rows(_decoded(content), found.problems)
	columns, width = _header(rows, path)
	reading = _Reading(found, columns, width)
	for line, row in rows:
		reading.take(line, row)
	return found


class _Reading:
	"""The rows below the header, one after the other."""

	def __init__(self, found: PeopleFile, columns: Sequence[Column], width: int):
		self.found = found
		self.columns = columns
		self.width = width
		self.usual = usual_kind(columns)
		self.by_id: dict[tuple[str, str], Record] = {}
		self.last: Record | None = None

	def take(self, line: int, row: list[str]) -> None:
		values = [(c, row[c.position].strip()) for c in self.columns if c.position < len(row)]
		filled = [(column, value) for column, value in values if value]
		if not any(cell.strip() for cell in row):
			return
		if any(cell.strip() for cell in row[self.width :]):
			return self._tell(line, f"has {len(row)} cells, the header has {self.width}; it was left out")
		if self.last and filled and all(column.child for column, _value in filled):
			return self.last.take(_record(self.last.kind, line, filled))
		kind = self._kind(filled)
		record = _record(kind, line, filled) if kind else None
		if record is None:
			return self._tell(line, "is no Customer, Lead or Contact; it was left out")
		if not record.title:
			return self._tell(line, "has no name; it was left out")
		self._keep(record)

	def _kind(self, filled: Sequence[tuple[Column, str]]) -> str | None:
		said = _first(filled, "kind")
		return KINDS.get(said.lower().rstrip("s")) if said else self.usual

	def _keep(self, record: Record) -> None:
		for piece in parse_handles("\n".join(record.handles))[1]:
			self._tell(record.line, f'the social handle "{clean_line(piece, 60)}" cannot be read')
		self.last = self.by_id.get((record.kind, record.id)) if record.id else None
		if self.last:
			return self.last.take(record)
		self.last = record
		self.by_id[record.kind, record.id] = record
		self.found.records.append(record)

	def _tell(self, line: int, words: str) -> None:
		self.found.problems.append(f"line {line}: {words}")


def _record(kind: str, line: int, filled: Sequence[tuple[Column, str]]) -> Record:
	id_ = clean_line(_first(filled, "id"))
	whole = " ".join(filter(None, (_first(filled, f"{part} name") for part in ("first", "middle", "last"))))
	named = {"Customer": "customer name", "Lead": "lead name", "Contact": "name"}[kind]
	titles = (_first(filled, named), _first(filled, "name"), whole, _first(filled, "company"), id_)
	companies = [clean_line(value) for column, value in filled if column.field == "company"]
	return Record(
		kind,
		line,
		id_,
		clean_line(next(filter(None, titles), "")),
		companies=companies if kind == "Contact" else companies[:1],
		emails=_several(filled, "email"),
		phones=_several(filled, "phone"),
		websites=_several(filled, "website"),
		handles=[f"{column.prefix}{value}" for column, value in filled if column.field == "handles"],
		customer_type=_first(filled, "customer type"),
		country=_first(filled, "country"),
		from_lead=clean_line(_first(filled, "from lead")),
	)


def _first(filled: Sequence[tuple[Column, str]], name: str) -> str:
	return next((value for column, value in filled if column.field == name), "")


def _several(filled: Sequence[tuple[Column, str]], name: str) -> list[str]:
	cells = (value for column, value in filled if column.field == name)
	return [part.strip() for cell in cells for part in _SEPARATORS.split(cell) if part.strip()]


def _decoded(content: bytes) -> str:
	"""The text, whatever wrote it: UTF-8 with or without a mark, UTF-16 with one, else Western European."""
	if content.startswith((b"\xff\xfe", b"\xfe\xff")):
		return content.decode("utf-16", "replace").replace("\0", "")
	try:
		return content.decode("utf-8-sig").replace("\0", "")
	except UnicodeDecodeError:
		return content.decode("latin-1").replace("\0", "")


def _rows(text: str, problems: list[str]) -> Iterator[tuple[int, list[str]]]:
	"""Rows with the line on which they begin. A row that the CSV rules do not allow is told and passed over."""
	csv.field_size_limit(_LONGEST_CELL)
	reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
	while True:
		line = reader.line_num + 1
		try:
			row = next(reader)
		except StopIteration:
			return
		except csv.Error as error:
			problems.append(f"line {line}: cannot be read as CSV ({error}); it was left out")
			continue
		yield line, row


def _delimiter(text: str) -> str:
	"""The separator that the first lines use most: Excel writes semicolons in half of Europe."""
	start = "\n".join(text[:20_000].splitlines()[:_HEADER_WITHIN])
	return max(",;\t", key=start.count)


def _header(rows: Iterator[tuple[int, list[str]]], path: Path) -> tuple[list[Column], int]:
	for line, row in rows:
		columns = columns_of(row)
		if columns:
			return columns, len(row)
		if line > _HEADER_WITHIN:
			break
	raise NoPeople(
		f"{path} has no header that can be understood. It needs a line with a name and an identifier, for example:"
		" kind,name,company,email,phone,website,social_handles"
		' (or what ERPNext exports: "Customer Name", "Lead Name", "First Name", "Email Id", "Mobile No" ...)'
	)
