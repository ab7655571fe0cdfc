// A record speaks for an Idea: a new one, one that says nearly the same, or one that the user picks.

frappe.provide("social_crm.ideas");

const API = "social_crm_app.api.idea.";

Object.assign(social_crm.ideas, {
	/** Makes an Idea of a record, after offering those that say nearly the same, calls `done` and opens it. */
	async make(doctype, name, done = () => {}) {
		const { message } = await frappe.call({
			method: `${API}proposal`,
			type: "GET",
			args: { doctype, name },
			freeze: true,
		});
		if (message.idea) return open_idea(message.idea);
		if (message.similar.length) return offer(doctype, name, message, done);
		return make_new(doctype, name, done);
	},

	/** Asks to which Idea a record is added, and calls `done`. */
	ask(doctype, name, done = () => {}) {
		frappe.prompt(
			{
				fieldname: "idea",
				fieldtype: "Link",
				options: "Idea",
				label: __("Idea"),
				reqd: 1,
				get_query: () => ({ filters: { merged_into: ["is", "not set"] } }),
			},
			({ idea }) => add(idea, doctype, name, done),
			__("Add to Idea"),
			__("Add")
		);
	},

	/** The buttons of the form of a record that may speak for an Idea. */
	setup(frm) {
		if (frm.is_new() || !frappe.model.can_read("Idea")) return;
		const group = __("Idea");
		const { name } = frm.doc;
		if (frappe.model.can_create("Idea")) {
			const make = () => social_crm.ideas.make(frm.doctype, name);
			frm.add_custom_button(__("Make Idea"), make, group);
		}
		if (frappe.model.can_write("Idea")) {
			const ask = () => social_crm.ideas.ask(frm.doctype, name);
			frm.add_custom_button(__("Add to Idea…"), ask, group);
		}
	},
});

Object.assign(social_crm, {
	/** "Approve" and "Reject" for what is ticked in a list of what came in through the portal. */
	moderation_actions(listview) {
		if (!frappe.model.can_write(listview.doctype)) return;
		const add = (label, moderation) =>
			listview.page.add_actions_menu_item(label, () =>
				social_crm.update_ticked(listview, { moderation })
			);
		add(__("Approve"), "Approved");
		add(__("Reject"), "Rejected");
	},
});

const open_idea = (idea) => frappe.set_route("Form", "Idea", idea);

async function make_new(doctype, name, done) {
	const is_mention = doctype === "Mention";
	const method = is_mention ? "social_crm_app.api.mention.make" : `${API}make_from`;
	const args = is_mention ? { mention: name, doctype: "Idea" } : { doctype, name };
	await social_crm.convert.staying(async () => {
		const { message } = await frappe.call({ method, args, freeze: true });
		await done();
		open_idea(message.name);
	});
}

async function add(idea, doctype, name, done) {
	const root = await frappe.xcall(`${API}add_evidence`, { idea, doctype, name });
	await done();
	const link = social_crm.form_link("Idea", root, __("Open Idea"));
	frappe.show_alert({ message: `${__("Added")} ${link}`, indicator: "green" });
}

function offer(doctype, name, { title, similar }, done) {
	const dialog = new frappe.ui.Dialog({
		title: __("Is It One of These?"),
		fields: [{ fieldtype: "HTML", fieldname: "similar" }],
		primary_action_label: __("Make a New Idea"),
		primary_action() {
			dialog.hide();
			make_new(doctype, name, done);
		},
	});
	dialog.fields_dict.similar.$wrapper
		.html(similar_list(title, similar))
		.on("click", "[data-idea]", (event) => {
			dialog.hide();
			add(event.currentTarget.dataset.idea, doctype, name, done);
		});
	dialog.show();
}

function similar_list(title, similar) {
	const escape = frappe.utils.escape_html;
	const rows = similar.map((idea) => {
		const about = `${escape(__(idea.status))} · ${__("{0} votes", [cint(idea.votes)])}`;
		return `<div class="social-line social-similar">
			<div>
				<div class="social-line-text">${social_crm.form_link("Idea", idea.name, idea.title)}</div>
				<div class="social-line-about text-muted">${about}</div>
			</div>
			<button class="btn btn-default btn-xs" data-idea="${escape(idea.name)}">
				${__("Add to This")}</button>
		</div>`;
	});
	return `<p class="text-muted">${escape(title)}</p>${rows.join("")}`;
}
