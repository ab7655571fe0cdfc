// The last month of the twelve that the report shows.

frappe.query_reports["Idea Community"] = {
	filters: [
		{
			fieldname: "to_date",
			label: __("Until"),
			fieldtype: "Date",
			default: frappe.datetime.get_today(),
		},
	],
};
