// What a mention becomes: Lead, Opportunity, Issue, Warranty Claim, Task or Idea. The server knows what there is
// already and what the user may make.

frappe.provide("social_crm.convert");

const API = "social_crm_app.api.mention.";

Object.assign(social_crm.convert, {
	/** What can be made of a mention, or opened because it was made: [{doctype, label, made, opens}]. */
	async menu(mention) {
		const { message } = await frappe.call({
			method: `${API}makeable`,
			type: "GET",
			args: { mention },
		});
		return message;
	},

	/** Makes the document unless it exists, after asking whether the post is about an Issue that is open already;
	 *  calls `done` and opens it. */
	async make(mention, doctype, done = () => {}) {
		if (doctype === "Idea") return social_crm.ideas.make("Mention", mention, done);
		await send({ mention, doctype }, done);
	},

	/** The group "Make" of a Mention's form. */
	async setup(frm) {
		const asked = (frm.social_menu = {});
		const menu = await social_crm.convert.menu(frm.doc.name);
		if (frm.social_menu !== asked || frm.is_new()) return; // the form was refreshed meanwhile
		for (const row of menu) add_button(frm, row);
		const may_collect = frm.has_perm("write") && frappe.model.can_write("Idea");
		if (may_collect && menu.some((row) => row.doctype === "Idea" && !row.made)) {
			const done = () => frm.reload_doc();
			const ask = () => social_crm.ideas.ask("Mention", frm.doc.name, done);
			frm.add_custom_button(__("Add to Idea…"), ask, __("Make"));
		}
	},

	/** As in a save: the server tells of the changed mention, which would pull the user back to its form.
	 *  What the server refuses, Frappe has said to the user already. */
	async staying(work) {
		frappe.ui.form.is_saving = true;
		try {
			await work();
		} catch (refused) {
			if (refused instanceof Error) throw refused;
		} finally {
			frappe.ui.form.is_saving = false;
		}
	},
});

const send = (args, done) =>
	social_crm.convert.staying(async () => {
		const { message } = await frappe.call({ method: `${API}make`, args, freeze: true });
		if (message.choices) return offer(args, message.choices, done);
		await done();
		frappe.set_route("Form", message.doctype, message.name);
	});

function offer(args, choices, done) {
	const dialog = new frappe.ui.Dialog({
		title: __("Is It About One of These?"),
		fields: [{ fieldtype: "HTML", fieldname: "choices" }],
		primary_action_label: __("Make a New Issue"),
		primary_action() {
			dialog.hide();
			send({ ...args, into: "" }, done);
		},
	});
	dialog.fields_dict.choices.$wrapper
		.html(choices_list(choices))
		.on("click", "[data-issue]", (event) => {
			dialog.hide();
			send({ ...args, into: event.currentTarget.dataset.issue }, done);
		});
	dialog.show();
}

function choices_list(choices) {
	const escape = frappe.utils.escape_html;
	const rows = choices.map(({ name, subject, status, since }) => {
		const about = [name, __(status), __("since {0}", [frappe.datetime.str_to_user(since)])];
		return `<div class="social-line social-similar">
			<div>
				<div class="social-line-text">${social_crm.form_link("Issue", name, subject)}</div>
				<div class="social-line-about text-muted">${escape(about.join(" · "))}</div>
			</div>
			<button class="btn btn-default btn-xs" data-issue="${escape(name)}">
				${__("Add to This")}</button>
		</div>`;
	});
	const why = __(
		"The author, or their Customer, has open Issues that did not come from a post."
	);
	return `<p class="text-muted">${why}</p>${rows.join("")}`;
}

function add_button(frm, { doctype, label, made, opens }) {
	const make = async () => {
		if (frm.is_dirty()) await frm.save();
		social_crm.convert.make(frm.doc.name, doctype, () => frm.reload_doc());
	};
	const open = () => frappe.set_route("Form", opens, made);
	frm.add_custom_button(
		made ? open_label(label, opens, made) : label,
		made ? open : make,
		__("Make")
	);
}

// The names of ideas are no words; what others are called comes from people and becomes HTML here.
function open_label(label, opens, made) {
	if (opens === "Idea") return __("Open {0}", [label]);
	return __("Open {0} {1}", [label, frappe.utils.escape_html(made)]);
}
