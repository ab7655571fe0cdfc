// The form of a mention: the post as it was written, and what can be made of it.

frappe.ui.form.on("Mention", {
	refresh(frm) {
		if (frm.is_new()) return;
		frm.get_field("post").$wrapper.html(social_crm.post_card(frm.doc));
		show_panel(frm);
		social_crm.reply.setup(frm);
		social_crm.context.show_on_form(frm);
		social_crm.convert.setup(frm);
		if (frm.has_perm("write")) add_status_buttons(frm);
	},
});

// Who the author might be, under the fields that say who it is.
function show_panel(frm) {
	const section = frm.get_field("who_section").wrapper;
	section.find(".social-match-panel").remove();
	if (!frm.doc.social_profile || !frappe.model.can_read("Social Profile Match")) return;
	const parent = $(`<div class="social-match-panel col-sm-12"></div>`).appendTo(
		section.find(".section-body")
	);
	social_crm.show_match_panel(parent, frm.doc.social_profile, () => frm.reload_doc());
}

function add_status_buttons(frm) {
	if (frappe.model.has_workflow("Mention")) return;
	for (const status of ["Open", "Replied", "Waiting", "Closed", "Ignored"]) {
		if (status === frm.doc.status) continue;
		frm.add_custom_button(
			__(status),
			() => frm.set_value("status", status).then(() => frm.save()),
			__("Set Status")
		);
	}
}
