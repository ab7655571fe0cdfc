// The filters of the report, and the colours of its states. Text from outside arrives escaped.

frappe.query_reports["Mention Response Times"] = {
	filters: [
		{
			fieldname: "company",
			label: __("Company"),
			fieldtype: "Link",
			options: "Company",
		},
		{
			fieldname: "from_date",
			label: __("Posted From"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.get_today(), -1),
		},
		{
			fieldname: "to_date",
			label: __("Posted To"),
			fieldtype: "Date",
			default: frappe.datetime.get_today(),
		},
		{
			fieldname: "platform",
			label: __("Platform"),
			fieldtype: "Select",
			options: ["", "Bluesky", "Hacker News", "Mastodon", "RSS/Atom Feed", "Other"],
		},
		{
			fieldname: "customer_group",
			label: __("Customer Group"),
			fieldtype: "Link",
			options: "Customer Group",
		},
		{
			fieldname: "assignee",
			label: __("Assigned To or Answered By"),
			fieldtype: "Link",
			options: "User",
		},
		{
			fieldname: "state",
			label: __("State"),
			fieldtype: "Select",
			options: ["", "Fulfilled", "Failed", "Overdue", "Due"],
		},
		{ fieldname: "only_breaches", label: __("Only Breaches"), fieldtype: "Check" },
	],

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		if (column.fieldname !== "state" || !data?.state_key) return shown;
		const colours = { Fulfilled: "green", Failed: "red", Overdue: "red", Due: "blue" };
		return `<span class="indicator-pill no-indicator-dot ${
			colours[data.state_key]
		}">${shown}</span>`;
	},
};
