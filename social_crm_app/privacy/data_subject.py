"""Who an erasure or an export is about: one Social Profile as far as it says who somebody is. Reads only."""

from dataclasses import dataclass
from datetime import datetime

import frappe

from social_crm_app.identity import former_handles
from social_crm_app.identity.erasure import ERASED
from social_crm_app.identity.former_handles import Former
from social_crm_app.identity.names import is_telling
from social_crm_app.identity.names import words as words_of_name
from social_crm_app.privacy.holdings import FEED, PROFILE
from social_crm_app.privacy.words import short_handle

_COLUMNS = (
	"name", "platform", "profile_key", "external_id", "handle", "display_name", "location", "url", "erased",
	"erasure_cursor", "former_handles",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
	"""`former`: handles of before that nobody else has now; `lost`: those that somebody else has taken since."""

	name: str
	platform: str
	profile_key: str
	external_id: str
	handle: str
	display_name: str
	location: str
	url: str
	erased: bool
	cursor: str
	former: tuple[Former, ...] = ()
	lost: tuple[Former, ...] = ()

	@property
	def handles(self) -> list[str]:
		"""The present handle, if any, and the former ones that are nobody else's, without "@"."""
		return list(dict.fromkeys(filter(None, (self.handle, *(one.handle for one in self.former)))))

	@property
	def words(self) -> list[str]:
		"""What identifies this account and nobody else. A feed's author often has the site's own address,
		which everybody who writes there shares."""
		before = [word for one in self.former for word in _spellings(one.handle)]
		words = dict.fromkeys(filter(None, (self.external_id, self.url, self.handle, *before)))
		return [word for word in words if not (self.platform == FEED and word.startswith("http"))]

	def words_at(self, moment: datetime | None) -> list[str]:
		"""The same for what was written at that moment (in site time): a handle that is somebody else's now meant
		this person as long as it was theirs."""
		lost = [one for one in self.lost if moment and moment < one.until]
		return [*self.words, *(word for one in lost for word in _spellings(one.handle))]

	@property
	def words_ever(self) -> list[str]:
		"""All of them, to find what `words_at` then judges."""
		return self.words_at(datetime.min)

	@property
	def short_handles(self) -> list[str]:
		return list(dict.fromkeys(short_handle(handle) for handle in self.handles))

	@property
	def telling_name(self) -> str:
		"""The display name if it is enough to know somebody by: more than one word, none of them a mere role, and not
		what a DocType is called; else empty."""
		name = self.display_name.strip()
		if len(words_of_name(name)) < 2 or not is_telling(name) or frappe.db.exists("DocType", name):
			return ""
		return name

	@property
	def done(self) -> bool:
		"""True once nothing is left to erase."""
		return self.profile_key.startswith(ERASED)


def person(profile: str) -> Person:
	"""The Person behind a Social Profile (by name); raises frappe.DoesNotExistError."""
	row = frappe.db.get_value(PROFILE, profile, _COLUMNS, as_dict=True)
	if not row:
		frappe.throw(frappe._("There is no such profile."), frappe.DoesNotExistError)
	before = former_handles.parse(row.pop("former_handles"))
	taken = _taken(row.name, row.platform, [one.handle for one in before])
	cursor, erased = row.pop("erasure_cursor") or "", bool(row.pop("erased"))
	return Person(
		**{field: value or "" for field, value in row.items()},
		erased=erased,
		cursor=cursor,
		former=tuple(one for one in before if one.handle.lower() not in taken),
		lost=tuple(one for one in before if one.handle.lower() in taken),
	)


def _taken(profile: str, platform: str, handles: list[str]) -> set[str]:
	"""Those of the handles, in lower case, that another account of the platform has now."""
	if not handles:
		return set()
	filters = {"platform": platform, "handle": ("in", handles), "name": ("!=", profile), "erased": 0}
	return {handle.lower() for handle in frappe.get_all(PROFILE, filters, pluck="handle")}


def _spellings(handle: str) -> list[str]:
	"""A handle, and the address of its page where the handle tells it: host/@jane of jane@host."""
	name, at, host = handle.partition("@")
	return [handle, f"{host}/@{name}"] if name and at else [handle]
