// The list of mentions: who said what, and what it is. Status colours come from the DocType's states.

social_crm.show_as_text("Mention");
social_crm.show_as_text("Mention Topic");

frappe.listview_settings["Mention"] = {
	hide_name_column: true,
	hide_name_filter: true,
	add_fields: ["party_type", "deleted_upstream"],
	filters: [["status", "=", "Open"]],
	formatters: {
		intent: social_crm.pill_column,
		sentiment_label: social_crm.pill_column,
		posted_at: (value) => comment_when(value, true),
		party: (value, df, doc) =>
			value ? social_crm.form_link(doc.party_type, value, value, "ellipsis") : "",
	},

	onload(listview) {
		listview.page.add_inner_button(__("Overdue"), () => show_overdue(listview));
		if (!frappe.model.can_write("Mention") || frappe.model.has_workflow("Mention")) return;
		const add = (label, status) =>
			listview.page.add_action_item(label, () => set_status(listview, status));
		add(__("Mark as Closed"), "Closed");
		add(__("Mark as Ignored"), "Ignored");
	},
};

/** Those whose time for a first answer is over; the server says which, as of now. */
async function show_overdue(listview) {
	const { message: filters } = await frappe.call({
		method: "social_crm_app.api.response_times.overdue_filters",
		type: "GET",
	});
	await listview.filter_area.clear(false);
	await listview.filter_area.set(filters.map((filter) => ["Mention", ...filter]));
	listview.refresh();
}

async function set_status(listview, status) {
	const { message: failed } = await frappe.call({
		method: "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
		args: {
			doctype: "Mention",
			docnames: listview.get_checked_items(true),
			action: "update",
			data: { status },
		},
		freeze: true,
	});
	if (failed?.length) {
		frappe.msgprint({
			title: __("Not Changed"),
			message: __("{0} mentions could not be changed. You may lack the right to do so.", [
				failed.length,
			]),
			indicator: "red",
		});
	}
	listview.clear_checked_items();
	listview.refresh();
}
