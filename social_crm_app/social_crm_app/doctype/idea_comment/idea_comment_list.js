// What people say about ideas; what waits can be let through right here.

frappe.listview_settings["Idea Comment"] = {
	add_fields: ["moderation"],
	get_indicator(doc) {
		const colours = { Waiting: "orange", Approved: "green", Rejected: "gray" };
		return [__(doc.moderation), colours[doc.moderation], `moderation,=,${doc.moderation}`];
	},
	onload: (listview) => social_crm.moderation_actions(listview),
};
