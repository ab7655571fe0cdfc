// One candidate for who a profile is: confirm, reject or undo it here, in the list, or on the profile itself.

frappe.ui.form.on("Social Profile Match", {
	refresh(frm) {
		frm.disable_save();
		frm.page.set_title(
			frappe.utils.get_link_title("Social Profile", frm.doc.profile) || frm.doc.name
		);
		if (frm.is_new() || !frm.has_perm("write")) return;
		const { name, party_type, party, status } = frm.doc;
		const decide = (decision) => () =>
			social_crm.decide_match(decision, name, { party_type, party }, () => frm.reload_doc());
		if (["Suggested", "Superseded"].includes(status)) {
			frm.add_custom_button(__("Confirm"), decide("confirm")).addClass("btn-primary");
			frm.add_custom_button(__("Reject"), decide("reject"));
		}
		if (frm.doc.state_before) {
			frm.add_custom_button(__("Undo"), () =>
				social_crm.undo_decision(name, () => frm.reload_doc())
			);
		}
	},
});
