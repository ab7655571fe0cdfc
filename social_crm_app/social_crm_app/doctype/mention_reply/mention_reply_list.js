// Replies as text, in the list as in the form: what stands in them may look like markup.

social_crm.show_as_text("Mention Reply");

const WAITING = "Waiting for Approval";

frappe.listview_settings["Mention Reply"] = {
	onload(listview) {
		listview.page.add_inner_button(__(WAITING), async () => {
			await listview.filter_area.clear(false);
			listview.filter_area.add([["Mention Reply", "status", "=", WAITING]]);
		});
	},
};
