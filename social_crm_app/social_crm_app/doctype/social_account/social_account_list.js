// Status colours come from the DocType's states; what platforms say is shown as text.

social_crm.show_as_text("Social Account");

frappe.listview_settings["Social Account"] = {
	hide_name_column: true,
	hide_name_filter: true,
	formatters: { complete_until: (value) => (value ? comment_when(value) : "") },
};
