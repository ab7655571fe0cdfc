// The filters of the report. Text from outside arrives escaped.

frappe.query_reports["Advocates and Detractors"] = {
	filters: [
		{
			fieldname: "show",
			label: __("Show"),
			fieldtype: "Select",
			options: ["People", "Mentions"],
			default: "People",
			reqd: 1,
		},
		{
			fieldname: "stance",
			label: __("Stance"),
			fieldtype: "Select",
			options: ["", "Advocate", "Detractor"],
		},
		{
			fieldname: "platform",
			label: __("Platform"),
			fieldtype: "Select",
			options: ["", "Bluesky", "Hacker News", "Mastodon", "RSS/Atom Feed", "Other"],
		},
		{
			fieldname: "from_date",
			label: __("From Date"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.get_today(), -12),
		},
		{
			fieldname: "to_date",
			label: __("To Date"),
			fieldtype: "Date",
			default: frappe.datetime.get_today(),
			depends_on: "eval: doc.show === 'Mentions'",
		},
	],
};
