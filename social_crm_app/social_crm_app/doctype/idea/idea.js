// The form of an Idea: vote, merge, what it is worth, and similar ones while a new one is typed.

frappe.ui.form.on("Idea", {
	refresh(frm) {
		if (frm.is_new()) return show_similar(frm);
		show_money(frm);
		show_actions(frm);
		show_numbers(frm);
	},
	title: frappe.utils.debounce((frm) => show_similar(frm), 400),
	description: frappe.utils.debounce((frm) => show_similar(frm), 400),
});

const call = (method, args) =>
	frappe.call({ method: `social_crm_app.api.idea.${method}`, args, freeze: true });

async function show_similar(frm) {
	if (!frm.is_new() || !(frm.doc.title || "").trim()) return;
	const { message } = await frappe.call({
		method: "social_crm_app.api.idea.similar",
		type: "GET",
		args: { title: frm.doc.title, description: frm.doc.description || "" },
	});
	const field = frm.get_field("similar");
	if (!field) return;
	if (!message.length) return field.$wrapper.empty();
	const rows = message.map((idea) => {
		const link = social_crm.form_link("Idea", idea.name, idea.title);
		return `<li>${link} <span class="text-muted">${__(idea.status)} · ${__("{0} votes", [
			idea.votes,
		])}</span></li>`;
	});
	field.$wrapper.html(
		`<div class="small"><b>${__("Is it one of these?")}</b><ul class="pl-4 mb-2">${rows.join(
			""
		)}</ul></div>`
	);
}

async function show_actions(frm) {
	if (frm.doc.merged_into) {
		const link = social_crm.form_link("Idea", frm.doc.merged_into, __("the other Idea"));
		frm.set_intro(__("Merged: votes and evidence count at {0}.", [link]), "blue");
		if (frm.has_perm("write")) {
			frm.add_custom_button(__("Separate Again"), () =>
				call("unmerge", { idea: frm.doc.name }).then(() => frm.reload_doc())
			);
		}
		return;
	}
	const { message } = await frappe.call({
		method: "social_crm_app.api.idea.my_vote",
		type: "GET",
		args: { idea: frm.doc.name },
	});
	show_merged(frm, message.merged);
	add_vote_button(frm, message.voted);
	if (may_take_votes(frm) && frappe.model.can_create("Idea Vote")) {
		frm.add_custom_button(__("Vote for Somebody…"), () => ask_voter(frm), __("Manage"));
	}
	if (!frm.has_perm("write")) return;
	frm.add_custom_button(__("Merge into…"), () => ask_target(frm), __("Manage"));
	if (frm.doc.visibility !== "Internal" && frappe.model.can_create("Idea Comment")) {
		frm.add_custom_button(__("Answer on the Portal"), () => ask_answer(frm), __("Manage"));
	}
	frm.add_custom_button(
		__("Count Now"),
		() => call("count_now", { idea: frm.doc.name }).then(() => frm.reload_doc()),
		__("Manage")
	);
}

const may_take_votes = (frm) => !["Shipped", "Declined"].includes(frm.doc.status);

function add_vote_button(frm, voted) {
	if (!may_take_votes(frm) && !voted) return;
	const label = voted ? __("Take Back My Vote") : __("Vote");
	frm.add_custom_button(label, () =>
		call(voted ? "withdraw" : "vote", { idea: frm.doc.name }).then(() => frm.reload_doc())
	);
}

function show_merged(frm, merged) {
	const field = frm.get_field("merged_evidence");
	if (!field) return;
	const rows = merged.map(
		(idea) => `<li>${social_crm.form_link("Idea", idea.name, idea.title)}</li>`
	);
	field.$wrapper.html(
		rows.length
			? `<p class="text-muted small mb-1">${__(
					"The evidence of these Ideas counts here too:"
			  )}</p><ul class="pl-4">${rows.join("")}</ul>`
			: ""
	);
}

function ask_target(frm) {
	frappe.prompt(
		{
			fieldname: "into",
			fieldtype: "Link",
			options: "Idea",
			label: __("Merge into"),
			reqd: 1,
			get_query: () => ({
				filters: { name: ["!=", frm.doc.name], merged_into: ["is", "not set"] },
			}),
		},
		({ into }) => call("merge", { idea: frm.doc.name, into }).then(() => frm.reload_doc()),
		__("Merge Ideas"),
		__("Merge")
	);
}

function ask_voter(frm) {
	const types = ["Contact", "Customer", "Lead", "Social Profile", "User"];
	frappe.prompt(
		[
			{
				fieldname: "voter_type",
				fieldtype: "Select",
				options: types,
				label: __("Voter Type"),
				default: types[0],
				reqd: 1,
			},
			{
				fieldname: "voter",
				fieldtype: "Dynamic Link",
				options: "voter_type",
				label: __("Voter"),
				reqd: 1,
			},
			{
				fieldname: "mention",
				fieldtype: "Link",
				options: "Mention",
				label: __("Mention"),
				description: __("The post in which this person said so."),
				get_query: () => ({ filters: mentions_of(cur_dialog) }),
			},
		],
		async (values) => {
			await call("vote", { idea: frm.doc.name, ...values });
			frm.reload_doc();
		},
		__("Who wants this?"),
		__("Vote")
	);
}

// Where a Mention names its author: those of this person alone are offered.
function mentions_of(dialog) {
	const column = {
		Contact: "contact",
		Customer: "customer",
		Lead: "lead",
		"Social Profile": "social_profile",
	}[dialog.get_value("voter_type")];
	return column ? { [column]: dialog.get_value("voter") } : {};
}

function ask_answer(frm) {
	frappe.prompt(
		{
			fieldname: "text",
			fieldtype: "Small Text",
			label: __("Comment"),
			description: __("Everybody who may see this Idea on the portal reads it."),
			reqd: 1,
		},
		async ({ text }) => {
			await call("answer", { idea: frm.doc.name, text });
			frappe.show_alert({ message: __("It stands on the portal"), indicator: "green" });
			frm.reload_doc();
		},
		__("Answer on the Portal"),
		__("Send")
	);
}

// Frappe's levels go by role alone; the money is also for those who may read Sales Invoices, says the server.
function show_money(frm) {
	if (frm.perm[1]?.read || !frm.doc.__onload?.may_see_money) return;
	frm.perm[1] = { read: 1 };
	frm.refresh_fields();
}

// Each number leads to the documents it is made of.
const NUMBERS = {
	demand_customers: "customers",
	demand_revenue: "revenue",
	demand_open: "open",
	demand_returns: "returns",
	demand_claims: "claims",
	bought_for: "bought",
};

function show_numbers(frm) {
	for (const [fieldname, number] of Object.entries(NUMBERS)) {
		const field = frm.get_field(fieldname);
		if (!field || !frm.doc[fieldname]) continue;
		field.$wrapper.find(".social-documents").remove();
		$(
			`<button class="btn btn-xs btn-default social-documents mt-1">${__(
				"Show Documents"
			)}</button>`
		)
			.appendTo(field.$wrapper.find(".control-input-wrapper"))
			.on("click", () => open_documents(frm, number));
	}
}

async function open_documents(frm, number) {
	const { message } = await frappe.call({
		method: "social_crm_app.api.idea.documents_behind",
		type: "GET",
		args: { idea: frm.doc.name, number },
	});
	frappe.set_route("List", message.doctype, message.filters);
}
