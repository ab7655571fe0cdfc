// The list of ideas: what is wanted most first, in the colours of the board; what waits can be let through right here.

frappe.listview_settings["Idea"] = {
	add_fields: ["status", "merged_into", "moderation"],
	get_indicator(doc) {
		if (doc.merged_into) return [__("Merged"), "gray", "merged_into,is,set"];
		if (doc.moderation !== "Approved") {
			const colour = doc.moderation === "Waiting" ? "orange" : "gray";
			return [__(doc.moderation), colour, `moderation,=,${doc.moderation}`];
		}
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
	onload: (listview) => social_crm.moderation_actions(listview),
};
