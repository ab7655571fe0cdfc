// Ideas on the day they are meant to be there: the roadmap as Frappe's calendar.

frappe.views.calendar["Idea"] = {
	field_map: {
		start: "target_date",
		end: "target_date",
		id: "name",
		title: "title",
		allDay: "allDay",
	},
	gantt: false,
	filters: [{ fieldtype: "Select", fieldname: "status", label: __("Status") }],
	get_events_method: "frappe.desk.calendar.get_events",
};
