// A log is written by the pull; here it is only read.

frappe.ui.form.on("Social Sync Log", {
	refresh: (frm) => frm.disable_save(),
});
