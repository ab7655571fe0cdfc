"""The group "Social" under Connections, the same on every party's form."""

from frappe import _


def with_social(data: dict, fieldname: str) -> dict:
	"""`data` (a form's dashboard) with Mentions and Social Profiles that carry the record in `fieldname`."""
	standard = data.setdefault("non_standard_fieldnames", {})
	standard["Mention"] = standard["Social Profile"] = fieldname
	data.setdefault("fieldname", fieldname)
	data.setdefault("transactions", []).append({"label": _("Social"), "items": ["Mention", "Social Profile"]})
	return data
