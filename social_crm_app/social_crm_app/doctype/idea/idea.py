"""A suggestion, with the mentions and other records that speak for it."""

from frappe.model.document import Document


class Idea(Document):
	def validate(self):
		self.drop_double_evidence()

	def drop_double_evidence(self):
		seen, kept = set(), []
		for row in self.evidence:
			if (row.evidence_type, row.evidence) not in seen:
				seen.add((row.evidence_type, row.evidence))
				kept.append(row)
		self.evidence = kept
