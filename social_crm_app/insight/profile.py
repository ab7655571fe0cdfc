"""Who a profile could be: its suggested parties with their evidence, as far as the current user may see them."""

import frappe
from frappe.desk.doctype.notification_log.notification_log import get_title

from social_crm_app.permissions import may_see_party

MOST = 10


def candidates_of(profile: str) -> list[dict]:
	"""Best first: [{name, party_type, party, title, score, evidence: [{reason, attested}]}]; score in percent."""
	rows = frappe.get_list(
		"Social Profile Match",
		filters={"profile": profile, "status": "Suggested"},
		fields=["name", "party_type", "party", "score"],
		order_by="score desc, name",
		limit=MOST,
	)
	seen = [row for row in rows if may_see_party(row.party_type, row.party)]
	evidence = frappe.get_all(
		"Social Profile Match Evidence",
		filters={"parent": ("in", [row.name for row in seen])},
		fields=["parent", "reason", "attested"],
		order_by="parent, idx",
	)
	for row in seen:
		row.title = get_title(row.party_type, row.party)
		row.evidence = [e for e in evidence if e.parent == row.name]
	return seen
