// The record of a reply. It is written and sent from the mention.

frappe.ui.form.on("Mention Reply", {
	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Open Mention"), () =>
			frappe.set_route("Form", "Mention", frm.doc.mention)
		);
		if (frm.doc.permalink) {
			frm.add_custom_button(__("See Reply"), () =>
				window.open(frm.doc.permalink, "_blank", "noopener,noreferrer")
			);
		}
	},
});
