// The filters of the report. Text from outside arrives escaped.

frappe.query_reports["Social Influencers"] = {
	filters: [
		{
			fieldname: "company",
			label: __("Company"),
			fieldtype: "Link",
			options: "Company",
			default: frappe.defaults.get_user_default("Company"),
			reqd: 1,
		},
		{
			fieldname: "from_date",
			label: __("Sales From"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.get_today(), -12),
		},
		{
			fieldname: "to_date",
			label: __("Sales To"),
			fieldtype: "Date",
			default: frappe.datetime.get_today(),
		},
		{
			fieldname: "platform",
			label: __("Platform"),
			fieldtype: "Select",
			options: ["", "Bluesky", "Hacker News", "Mastodon", "RSS/Atom Feed", "Other"],
		},
		{ fieldname: "least_score", label: __("Least Score"), fieldtype: "Float" },
		{
			fieldname: "engagement_level",
			label: __("Engagement"),
			fieldtype: "Select",
			options: ["", "Consumption", "Curation", "Creation", "Collaboration"],
		},
		{
			fieldname: "participation",
			label: __("Participation"),
			fieldtype: "Select",
			options: ["", "Silent", "Casual", "Engaged Author"],
		},
		{
			fieldname: "stance",
			label: __("Stance"),
			fieldtype: "Select",
			options: ["", "Advocate", "Detractor"],
		},
		{
			fieldname: "link_status",
			label: __("Link Status"),
			fieldtype: "Select",
			options: ["", "Unlinked", "Suggested", "Linked", "Rejected"],
		},
	],
};
