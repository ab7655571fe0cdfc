// The list of ideas: what is wanted most first, in the colours of the board.

frappe.listview_settings["Idea"] = {
	add_fields: ["status", "merged_into"],
	get_indicator(doc) {
		if (doc.merged_into) return [__("Merged"), "gray", "merged_into,is,set"];
		const colours = {
			New: "orange",
			"Under Review": "yellow",
			Planned: "purple",
			"In Progress": "blue",
			Shipped: "green",
			Declined: "gray",
		};
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
