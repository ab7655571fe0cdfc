// Status colours come from the DocType's states; the evidence is what outsiders wrote, shown as text.

social_crm.show_as_text("Social Profile Match Evidence");

frappe.listview_settings["Social Profile Match"] = {
	hide_name_column: true,
	hide_name_filter: true,
	filters: [["status", "=", "Suggested"]],
};
