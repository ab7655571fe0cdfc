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
			listview.page.add_action_item(label, () =>
				social_crm.update_ticked(listview, { status })
			);
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
