// Issue, Warranty Claim, Opportunity, Sales Invoice and Delivery Note: they may speak for an Idea. Frappe runs this
// file once for each of them, hence the guard.

frappe.provide("social_crm.ideas");

if (!social_crm.ideas.speaks) {
	// A lost Opportunity and a return say what was missing; others do not.
	social_crm.ideas.speaks = {
		Issue: () => true,
		"Warranty Claim": () => true,
		Opportunity: (doc) => doc.status === "Lost",
		"Sales Invoice": (doc) => doc.docstatus === 1 && doc.is_return,
		"Delivery Note": (doc) => doc.docstatus === 1 && doc.is_return,
	};
	for (const [doctype, speaks] of Object.entries(social_crm.ideas.speaks)) {
		frappe.ui.form.on(doctype, {
			refresh(frm) {
				if (speaks(frm.doc)) social_crm.ideas.setup(frm);
			},
		});
	}
}
