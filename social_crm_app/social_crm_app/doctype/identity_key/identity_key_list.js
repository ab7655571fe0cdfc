// Keys come from what people wrote about themselves, so they are shown as text.

social_crm.show_as_text("Identity Key");

frappe.listview_settings["Identity Key"] = { hide_name_column: true, hide_name_filter: true };
