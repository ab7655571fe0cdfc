// On the form of an Idea: follow it, add a follower on somebody's behalf, and take the status that its work proposes.

(() => {
	frappe.ui.form.on("Idea", {
		async refresh(frm) {
			if (frm.is_new() || frm.doc.merged_into) return;
			const name = frm.doc.name;
			const { message } = await frappe.call({
				method: "social_crm_app.api.idea_followers.state",
				type: "GET",
				args: { idea: name },
			});
			if (frm.doc.name !== name) return;
			add_follow_button(frm, message);
			if (frappe.model.can_create("Idea Follower")) {
				frm.add_custom_button(__("Add a Follower"), () => ask_for_whom(frm), __("Manage"));
			}
			if (message.proposed) offer_status(frm, message.proposed);
		},
	});

	const ask = (method, args) =>
		frappe.call({ method: `social_crm_app.api.idea_followers.${method}`, args, freeze: true });

	function add_follow_button(frm, { following, followers }) {
		const label = following ? __("Stop Following") : __("Follow");
		frm.add_custom_button(followers ? `${label} (${followers})` : label, async () => {
			await ask(following ? "unfollow" : "follow", { idea: frm.doc.name });
			frm.reload_doc();
		});
	}

	function ask_for_whom(frm) {
		const types = ["Contact", "Customer", "Lead", "Social Profile", "User"];
		frappe.prompt(
			[
				{
					fieldname: "person_type",
					fieldtype: "Select",
					options: types,
					label: __("Person Type"),
					default: types[0],
					reqd: 1,
				},
				{
					fieldname: "person",
					fieldtype: "Dynamic Link",
					options: "person_type",
					label: __("Person"),
					reqd: 1,
				},
				{
					fieldname: "mention",
					fieldtype: "Link",
					options: "Mention",
					label: __("Mention"),
					depends_on: "eval:doc.person_type === 'Social Profile'",
					mandatory_depends_on: "eval:doc.person_type === 'Social Profile'",
					description: __("A reply to this post is drafted when there is news."),
					get_query: () => ({
						filters: { social_profile: cur_dialog.get_value("person") },
					}),
				},
			],
			async (values) => {
				await ask("follow", { idea: frm.doc.name, ...values });
				frm.reload_doc();
			},
			__("Who wants to hear what becomes of it?"),
			__("Add")
		);
	}

	function offer_status(frm, { status, because }) {
		const words = frappe.utils.escape_html(because);
		if (!frm.has_perm("write") || frappe.workflow.get_state_fieldname("Idea")) {
			frm.set_intro(words, "blue");
			return;
		}
		const button = `<button class="btn btn-xs btn-primary ml-2 social-take-status">${__(
			"Set to {0}",
			[__(status)]
		)}</button>`;
		frm.set_intro(words + button, "blue");
		frm.$wrapper.find(".social-take-status").on("click", () => {
			frm.set_value({ status, status_reason: frm.doc.status_reason || because });
			frm.save();
		});
	}
})();
