// Status colours come from the DocType's states; what platforms said is shown as text.

social_crm.show_as_text("Social Sync Log");

frappe.listview_settings["Social Sync Log"] = {
	hide_name_column: true,
	hide_name_filter: true,
	formatters: { started_at: (value) => (value ? comment_when(value) : "") },
};
