"""The fields this app adds as Custom Fields. No logic beyond putting them in their places.

Each carries `module`, so that uninstalling finds every one of them.
"""

from erpnext.support.doctype.service_level_agreement.service_level_agreement import (
	get_service_level_agreement_fields,
)

MODULE = "Social CRM App"

_WITH_AGREEMENT = {"depends_on": "eval:doc.service_level_agreement"}
# Ours, beside ERPNext's: engage.service_level fills it in
_TIME_TAKEN = {
	"fieldname": "time_to_first_response",
	"fieldtype": "Duration",
	"label": "Time to First Response",
	"description": "Working hours of the agreement, without its holidays",
	"read_only": 1,
	"no_copy": 1,
	"module": MODULE,
	"translatable": 0,
}


def _social_handles(insert_after: str) -> dict:
	return {
		"fieldname": "social_handles",
		"fieldtype": "Small Text",
		"label": "Social Handles",
		"insert_after": insert_after,
		"module": MODULE,
		"translatable": 0,
		"description": (
			"One per line: @jane@mastodon.example, jane.bsky.social, a profile URL, or hackernews: jane"
		),
	}


CUSTOM_FIELDS = {
	"Lead": [_social_handles("website")],
	"Customer": [_social_handles("website")],
	"Contact": [_social_handles("phone_nos")],
	# The own staff: recognised by their handles and kept out of every match
	"Employee": [_social_handles("personal_email")],
	"User": [_social_handles("mobile_no")],
	# What would be erased, for whoever approves it; Frappe's own steps name DocTypes, not people
	"Personal Data Deletion Request": [
		{
			"fieldname": "social_profiles",
			"fieldtype": "Table",
			"options": "Personal Data Profile",
			"label": "Social Profiles",
			"insert_after": "status",
			"depends_on": "eval:doc.status != 'Pending Verification'",
			"description": "Erased with this request, for good. Untick those that are somebody else's.",
			"module": MODULE,
			"translatable": 0,
		}
	],
}


def service_level_fields() -> list[dict]:
	"""ERPNext's own Service Level fields for Mention, in the places where its form shows them.

	They are Custom Fields although Mention is ours: ERPNext looks for Custom Fields of these names when the
	first Service Level Agreement of a DocType is saved, and fails on standard ones.
	"""
	fields, after = [], "deleted_upstream"
	for field in get_service_level_agreement_fields():
		name = field["fieldname"]
		place = (
			{"insert_after": "status"} if name == "priority" else {"insert_after": after, **_WITH_AGREEMENT}
		)
		default = {"default": None} if name == "agreement_status" else {}  # no agreement, nothing is due
		fields.append({**field, **place, **default, "module": MODULE, "translatable": 0})
		after = after if name == "priority" else name
	return [*fields, {**_TIME_TAKEN, "insert_after": after, **_WITH_AGREEMENT}]


def all_custom_fields() -> dict[str, list[dict]]:
	return {**CUSTOM_FIELDS, "Mention": service_level_fields()}
