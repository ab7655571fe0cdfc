// One candidate for who a profile is: confirm or reject it here, or on the profile itself.

frappe.ui.form.on("Social Profile Match", {
	refresh(frm) {
		frm.disable_save();
		frm.page.set_title(
			frappe.utils.get_link_title("Social Profile", frm.doc.profile) || frm.doc.name
		);
		if (frm.is_new() || frm.doc.status !== "Suggested" || !frm.has_perm("write")) return;
		const { name: match, profile, party_type, party } = frm.doc;
		frm.add_custom_button(__("Link"), () =>
			decide(frm, "link", { profile, party_type, party })
		).addClass("btn-primary");
		frm.add_custom_button(__("Not This One"), () => decide(frm, "reject", { match }));
	},
});

async function decide(frm, decision, args) {
	await frappe.xcall(`social_crm_app.api.profile.${decision}`, args);
	frm.reload_doc();
}
