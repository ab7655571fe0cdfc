// What people say about ideas; what waits can be let through right here.

frappe.listview_settings["Idea Comment"] = {
	add_fields: ["moderation"],
	get_indicator(doc) {
		const colours = { Waiting: "orange", Approved: "green", Rejected: "gray" };
		return [__(doc.moderation), colours[doc.moderation], `moderation,=,${doc.moderation}`];
	},
	onload(listview) {
		for (const [label, moderation] of [
			[__("Approve"), "Approved"],
			[__("Reject"), "Rejected"],
		]) {
			listview.page.add_actions_menu_item(label, async () => {
				const names = listview.get_checked_items(true);
				await frappe.xcall(
					"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
					{
						doctype: "Idea Comment",
						docnames: names,
						action: "update",
						data: { moderation },
					}
				);
				listview.clear_checked_items();
				listview.refresh();
			});
		}
	},
};
