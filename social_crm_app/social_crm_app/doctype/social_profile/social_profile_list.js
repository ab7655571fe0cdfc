// The list of profiles: who is linked, who waits for somebody to look.

social_crm.show_as_text("Social Profile");

const LINK_COLOURS = { Linked: "green", Suggested: "orange", Rejected: "red", Unlinked: "gray" };

frappe.listview_settings["Social Profile"] = {
	hide_name_column: true,
	hide_name_filter: true,
	add_fields: ["link_status", "party_type"],
	get_indicator: (doc) => [
		__(doc.link_status),
		LINK_COLOURS[doc.link_status],
		`link_status,=,${doc.link_status}`,
	],
	formatters: {
		party: (value, df, doc) =>
			value ? social_crm.form_link(doc.party_type, value, value, "ellipsis") : "",
	},
};
