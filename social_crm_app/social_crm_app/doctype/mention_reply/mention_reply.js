// The record of a reply, and what its approver sees and decides. It is written and sent from the mention.

const API = "social_crm_app.api.approval.";
const escape = (text) => frappe.utils.escape_html(cstr(text));
const NOT_WAITING = ["Draft", "Queued", "Sending", "Sent", "Failed", "Cancelled"];

frappe.ui.form.on("Mention Reply", {
	refresh(frm) {
		if (frm.is_new()) return;
		add_links(frm);
		show_view(frm);
	},

	// The Workflow's own buttons. A reason is asked for, and the server is told what was read: it refuses to
	// approve a text that has changed since. The promise stays open, so that Frappe does not do the same again.
	before_workflow_action(frm) {
		frappe.dom.unfreeze();
		const step = frappe.workflow
			.get_all_transitions(frm.doctype)
			.find(
				(row) =>
					row.state === frm.doc.status && row.action === frm.selected_workflow_action
			);
		decide(frm, step.next_state);
		return new Promise(() => {});
	},
});

function add_links(frm) {
	frm.add_custom_button(__("Open Mention"), () =>
		frappe.set_route("Form", "Mention", frm.doc.mention)
	);
	if (frm.doc.permalink) {
		frm.add_custom_button(__("See Reply"), () =>
			window.open(frm.doc.permalink, "_blank", "noopener,noreferrer")
		);
	}
	if (is_waiting(frm) && frm.doc.sender === frappe.session.user) {
		frm.add_custom_button(__("Take Back"), async () => {
			await social_crm.reply.take_back(frm.doc.name);
			frm.reload_doc();
		});
	}
}

const is_waiting = (frm) => !NOT_WAITING.includes(frm.doc.status);

async function show_view(frm) {
	const name = frm.doc.name;
	const { message } = await frappe.call({
		method: `${API}view`,
		type: "GET",
		args: { reply: name },
	});
	if (frm.doc.name !== name) return;
	const { post, party, waits_for, steps } = message;
	const judged = social_crm.pill(post.intent) + social_crm.pill(post.sentiment_label);
	frm.get_field("post").$wrapper.html(social_crm.post_card(post, judged));
	if (frm.doc.approval_reason) show_customer(frm, party);
	frm.set_intro();
	if (!is_waiting(frm)) return;
	frm.set_intro(
		__("Waits for {0}: {1}", [
			`<b>${escape(frappe.utils.comma_or(waits_for.map((role) => __(role))))}</b>`,
			escape(frm.doc.approval_reason).replace(/\n/g, "<br>"),
		]),
		"orange"
	);
	if (!frappe.model.has_workflow(frm.doctype)) add_steps(frm, steps);
}

/** What the rules go by, and what stands beside the post in the inbox. */
function show_customer(frm, party) {
	const customer = frm.get_field("customer_view").$wrapper.html(party_card(party));
	social_crm.context.show($(`<div class="mt-3"></div>`).appendTo(customer), frm.doc.mention);
}

/** The buttons of whoever may decide while no Workflow brings its own. */
function add_steps(frm, steps) {
	for (const { action, status } of steps) {
		if (frm.custom_buttons[__(action)]) continue; // the user has two of the roles
		const button = frm.add_custom_button(__(action), () => decide(frm, status));
		if (status === "Queued") button.removeClass("btn-default").addClass("btn-primary");
	}
}

async function decide(frm, status) {
	const reason = status === "Draft" ? await ask_reason() : "";
	const args = { reply: frm.doc.name, status, seen: frm.doc.modified, reason };
	let decided;
	try {
		decided = (await frappe.call({ method: `${API}decide`, args, freeze: true })).message;
	} catch (error) {
		return frm.reload_doc(); // Frappe has shown what the server said
	}
	await frm.reload_doc();
	if (decided.status === "Queued") show_approved(frm, decided.undo_seconds);
}

function show_approved(frm, undo_seconds) {
	const may_take_back = ["Social CRM Manager", "System Manager"].some(frappe.user.has_role);
	if (!undo_seconds || !may_take_back) {
		return frappe.show_alert({ message: __("Approved"), indicator: "green" });
	}
	social_crm.reply.show_sending(frm.doc.name, undo_seconds, async () => {
		await social_crm.reply.take_back(frm.doc.name);
		frm.reload_doc();
	});
}

function ask_reason() {
	return new Promise((resolve) =>
		frappe.prompt(
			{
				fieldname: "reason",
				fieldtype: "Small Text",
				label: __("What should be changed?"),
				reqd: 1,
			},
			({ reason }) => resolve(reason),
			__("Send Back"),
			__("Send Back")
		)
	);
}

function party_card(party) {
	if (!party) return "";
	const stake =
		party.at_stake === null
			? ""
			: __("At stake: {0}", [format_currency(party.at_stake, party.currency)]);
	const about = [__(party.doctype), party.customer_group, stake].filter(Boolean).map(escape);
	return `<label class="control-label">${__("Customer")}</label>
		<div style="overflow-wrap: anywhere">
			${social_crm.form_link(party.doctype, party.name, party.title, "bold")}
			<div class="text-muted small">${about.join(" · ")}</div>
		</div>`;
}
