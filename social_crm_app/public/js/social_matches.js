// The match panel: who a profile could be, why, and what people decide about it. The same on the form of a
// Social Profile and of a Mention. What came from outside is escaped here before it becomes HTML.

frappe.provide("social_crm");

const MATCH = "social_crm_app.api.match";
const RECORDS = ["Lead", "Contact"];

const escape = (text) => frappe.utils.escape_html(cstr(text));

Object.assign(social_crm, {
	/** What a function answers that only reads. */
	async ask_server(method, args) {
		const { message } = await frappe.call({ method, type: "GET", args });
		return message;
	},

	/** Fills `parent` with the panel of a profile; `changed` is called after every decision. */
	async show_match_panel(parent, profile, changed) {
		const asked = {};
		parent.data("asked", asked);
		const panel = await social_crm.ask_server(`${MATCH}.panel`, { profile });
		if (parent.data("asked") !== asked) return; // another profile meanwhile
		parent.html(panel_html(panel)).off("click.social");
		parent.on("click.social", "button[data-do]", (event) => {
			const { do: action, idx } = event.currentTarget.dataset;
			ACTIONS[action](panel, panel.candidates[idx], changed);
		});
	},

	/** Asks for an optional reason and then decides; `title` and `label` say what. */
	ask_why({ title, label, message, fields = [] }, decide) {
		const dialog = new frappe.ui.Dialog({
			title,
			fields: [
				{ fieldname: "message", fieldtype: "HTML", options: message || "" },
				...fields,
				{
					fieldname: "why",
					fieldtype: "Small Text",
					label: __("Why"),
					max_height: "6rem",
					description: __("Optional. Kept with the decision."),
				},
			],
			primary_action_label: label,
			async primary_action(values) {
				dialog.disable_primary_action();
				try {
					await decide(values);
					dialog.hide();
				} finally {
					dialog.enable_primary_action();
				}
			},
		});
		const first = fields[0]?.fieldname || "why"; // Frappe would focus the text above it
		dialog.$wrapper.one("shown.bs.modal", () => dialog.get_field(first).set_focus());
		dialog.show();
	},

	/** Confirms or rejects one match after asking why. */
	decide_match(decision, match, party, changed) {
		const texts = {
			confirm: [__("Is This the Same?"), __("Confirm"), __("Confirmed")],
			reject: [__("Not the Same?"), __("Reject"), __("Rejected")],
		};
		const [title, label, done] = texts[decision];
		social_crm.ask_why({ title, label, message: party_line(party) }, async ({ why }) => {
			await frappe.xcall(`${MATCH}.${decision}`, { match, why });
			frappe.show_alert({
				message: done,
				indicator: decision === "confirm" ? "green" : "red",
			});
			changed();
		});
	},

	undo_decision(match, changed) {
		const message = `<p>${__(
			"Links, mentions and suggestions will be as they were before the last decision. Documents stay."
		)}</p>`;
		social_crm.ask_why(
			{ title: __("Undo the Last Decision"), label: __("Undo"), message },
			async ({ why }) => {
				await frappe.xcall(`${MATCH}.undo_decision`, { match, why });
				frappe.show_alert({ message: __("Undone"), indicator: "blue" });
				changed();
			}
		);
	},
});

const ACTIONS = {
	confirm: (_panel, candidate, changed) =>
		social_crm.decide_match("confirm", candidate.name, candidate, changed),
	reject: (_panel, candidate, changed) =>
		social_crm.decide_match("reject", candidate.name, candidate, changed),
	undo: (panel, _candidate, changed) => social_crm.undo_decision(panel.decision.match, changed),
	link: (panel, _candidate, changed) => social_crm.ask_party(panel.profile, changed),
	not_a_customer: ask_not_a_customer,
	merge: ask_same_person,
	create_lead: (panel) => create(panel, "Lead"),
	create_contact: (panel) => create(panel, "Contact"),
};

function ask_not_a_customer(panel, _candidate, changed) {
	const message = `<p>${__("Nothing will be suggested for {0} any more.", [
		escape(panel.title).bold(),
	])}</p>`;
	social_crm.ask_why(
		{ title: __("Not a Customer"), label: __("Keep Out"), message },
		async ({ why }) => {
			await frappe.xcall(`${MATCH}.not_a_customer`, { profile: panel.profile, why });
			frappe.show_alert({ message: __("Kept out"), indicator: "gray" });
			changed();
		}
	);
}

function ask_same_person(panel, _candidate, changed) {
	const fields = [
		{
			fieldname: "other",
			fieldtype: "Link",
			options: "Social Profile",
			label: __("Other Profile"),
			reqd: 1,
			get_query: () => ({ filters: { name: ["!=", panel.profile] } }),
		},
		{
			fieldname: "contact",
			fieldtype: "Link",
			options: "Contact",
			label: __("Contact"),
			description: __("Empty: the Contact that either profile has, or a new one."),
			only_select: 1,
		},
	];
	social_crm.ask_why(
		{ title: __("The Same Person as…"), label: __("Merge"), fields },
		async ({ other, contact, why }) => {
			await frappe.xcall(`${MATCH}.merge`, {
				profile: panel.profile,
				other,
				contact: contact || "",
				why,
			});
			frappe.show_alert({ message: __("Linked to one Contact"), indicator: "green" });
			changed();
		}
	);
}

// The new form, filled with what the profile says; it is linked when the user saves it.
async function create(panel, doctype) {
	const args = { profile: panel.profile, doctype };
	const values = await social_crm.ask_server(`${MATCH}.values_for`, args);
	await frappe.model.with_doctype(doctype);
	const doc = frappe.model.get_new_doc(doctype, null, null, true);
	for (const [field, value] of Object.entries(values)) {
		if (!Array.isArray(value)) {
			doc[field] = value;
			continue;
		}
		const table = frappe.meta.get_docfield(doctype, field).options;
		for (const row of value) Object.assign(frappe.model.add_child(doc, table, field), row);
	}
	doc.__social_profile = panel.profile;
	frappe.set_route("Form", doctype, doc.name);
}

for (const doctype of RECORDS) {
	frappe.ui.form.on(doctype, {
		before_save(frm) {
			frm.social_profile = frm.is_new() && frm.doc.__social_profile;
		},
		async after_save(frm) {
			if (!frm.social_profile) return;
			const profile = frm.social_profile;
			frm.social_profile = null;
			await frappe.xcall("social_crm_app.api.profile.link", {
				profile,
				party_type: doctype,
				party: frm.doc.name,
				why: __("Created from the profile"),
			});
			frappe.show_alert({ message: __("Social profile linked"), indicator: "green" });
		},
	});
}

function panel_html(panel) {
	const cards = panel.candidates.map((candidate, idx) => card(panel, candidate, idx)).join("");
	const empty = panel.kept_out
		? __("Not looked for among your records: {0}", [__(panel.kept_out)])
		: __("No candidate was found among your records.");
	return `<div class="social-matches">
		${cards || `<div class="social-matches-empty text-muted">${empty}</div>`}
		${decision_line(panel)}
		${panel.may_decide ? `<div class="social-matches-more">${more_buttons(panel)}</div>` : ""}
	</div>`;
}

function card(panel, candidate, idx) {
	const linked = candidate.status === "Confirmed";
	const value = candidate.value
		? `<span>${__("{0} at stake", [
				format_currency(candidate.value, panel.currency, 0),
		  ])}</span>`
		: "";
	const badge =
		linked && panel.verified_purchaser
			? `<span class="indicator-pill no-indicator-dot blue">${__(
					"Verified Purchaser"
			  )}</span> ${document_link(panel.purchase)}`
			: "";
	const chance = candidate.score
		? `<span>${__("{0}% probable", [Math.round(candidate.score)])}</span>`
		: "";
	const state = linked
		? `<span class="indicator-pill no-indicator-dot green">${__("Linked")}</span>`
		: chance;
	return `<div class="social-candidate">
		<div class="social-candidate-head">
			<div class="social-candidate-name">
				<span class="text-muted">${escape(__(candidate.party_type))}</span>
				${social_crm.form_link(candidate.party_type, candidate.party, candidate.title, "bold")}
			</div>
			<div class="social-candidate-about text-muted">${state} ${badge} ${value}</div>
			${panel.may_decide ? candidate_buttons(candidate, idx, linked) : ""}
		</div>
		<ul class="social-evidence">${candidate.evidence.map(evidence_line).join("")}</ul>
	</div>`;
}

function candidate_buttons(candidate, idx, linked) {
	const about = escape(candidate.title);
	const confirm = `<button class="btn btn-primary btn-xs" data-do="confirm" data-idx="${idx}"
		aria-label="${__("Confirm")}: ${about}">${__("Confirm")}</button>`;
	return `<div class="social-candidate-buttons">
		${linked ? "" : confirm}
		<button class="btn btn-default btn-xs" data-do="reject" data-idx="${idx}"
			aria-label="${__("Reject")}: ${about}">${linked ? __("Unlink") : __("Reject")}</button>
	</div>`;
}

function evidence_line({ reason, attested, document }) {
	const [label, colour] = attested ? [__("Attested"), "green"] : [__("Claimed"), "gray"];
	return `<li>
		<span class="indicator-pill no-indicator-dot ${colour}">${label}</span>
		<span class="social-evidence-text">${escape(reason)} ${document_link(document)}</span>
	</li>`;
}

function document_link(document) {
	if (!document) return "";
	const date = document.date
		? frappe.datetime.str_to_user(cstr(document.date).slice(0, 10))
		: "";
	const about = [date, document.items].filter(Boolean).map(escape).join(" · ");
	const link = social_crm.form_link(document.doctype, document.name, document.name);
	return `<span class="text-muted">${link} ${about}</span>`;
}

function decision_line({ decision, may_decide }) {
	if (!decision) return "";
	const by = escape(frappe.user.full_name(decision.by));
	const party = decision.party
		? social_crm.form_link(decision.party_type, decision.party, decision.title)
		: "";
	const what = {
		Confirmed: __("{0} confirmed {1}", [by, party]),
		Rejected: party
			? __("{0} rejected {1}", [by, party])
			: __("{0} said that this is not a customer", [by]),
	}[decision.status];
	if (!what) return "";
	const why = decision.why ? `<span>“${escape(decision.why)}”</span>` : "";
	const button = `<button class="btn btn-default btn-xs" data-do="undo">${__("Undo")}</button>`;
	return `<div class="social-decision text-muted">
		<span>${what}</span> ${comment_when(decision.at)} ${why} ${may_decide ? button : ""}
	</div>`;
}

function more_buttons({ may_create, kept_out, link_status }) {
	const button = (action, label) =>
		`<button class="btn btn-default btn-xs" data-do="${action}">${label}</button>`;
	const open = link_status !== "Linked";
	return [
		button("link", __("Link to…")),
		open && may_create.includes("Lead") && button("create_lead", __("Create Lead")),
		open && may_create.includes("Contact") && button("create_contact", __("Create Contact")),
		button("merge", __("Same Person as…")),
		!kept_out && button("not_a_customer", __("Not a Customer")),
	]
		.filter(Boolean)
		.join("");
}

function party_line({ party_type, party, title }) {
	return `<p><span class="text-muted">${escape(__(party_type))}</span>
		<b>${escape(title || party)}</b></p>`;
}
