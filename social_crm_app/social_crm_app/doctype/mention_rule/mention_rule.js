// The form of a rule: rows whose choices follow each other, the rule in one sentence, and what it would have done.
// The server decides what is right; everything here that was typed or posted by somebody is escaped.

const API = "social_crm_app.api.rule.";
const WITHOUT_VALUE = ["is set", "is not set"];
const escape_text = (text) => frappe.utils.escape_html(cstr(text));

frappe.ui.form.on("Mention Rule", {
	async setup(frm) {
		for (const table of ["conditions", "actions"]) {
			frm.set_query("value", table, (_doc, cdt, cdn) => ({
				query: API + "values",
				params: { row: locals[cdt][cdn].subject || locals[cdt][cdn].action || "" },
			}));
			// What is typed counts, whether it was offered or not
			frm.fields_dict[table].grid.update_docfield_property("value", "ignore_validation", 1);
		}
		const told = await frappe.call({ method: API + "vocabulary", type: "GET" });
		frm.vocabulary = told.message;
	},

	onload(frm) {
		// Frappe fills in the user's company; a new rule is for all of them until somebody says otherwise
		const is_copy = (frm.doc.conditions || []).some((row) => row.subject);
		if (frm.is_new() && !is_copy) frm.set_value("for_company", "");
	},

	refresh(frm) {
		if (!frm.is_dirty()) frm.was_enabled = cint(frm.doc.enabled);
		frm.set_intro("");
		if (frm.doc.switched_off_because) {
			frm.set_intro(
				__("Switched off: {0}", [escape_text(frm.doc.switched_off_because)]),
				"orange"
			);
		}
		show_summary(frm);
		if (!frm.has_perm("write")) return;
		frm.add_custom_button(__("Try on the Last 7 Days"), () => try_out(frm));
	},

	match: show_summary,
	for_company: show_summary,
	stop_here: show_summary,
	newest_days: show_summary,
	conditions_remove: show_summary,
	actions_remove: show_summary,

	validate: drop_empty_rows,

	/** A rule that is about to act for the first time: better look first. */
	async before_save(frm) {
		if (!frm.doc.enabled || frm.was_enabled || frm.tried) return;
		try {
			frappe.validated = await ask(await find(frm));
		} catch (error) {
			frappe.validated = false;
			if (error instanceof Error) throw error; // else the server has said what is wrong with the rule
		}
	},

	after_save(frm) {
		frm.tried = false;
	},
});

frappe.ui.form.on("Mention Rule Condition", {
	form_render: limit_operators,
	conditions_add: limit_operators,

	subject(frm, cdt, cdn) {
		const row = locals[cdt][cdn];
		const allowed = operators_of(frm, row);
		if (!allowed.includes(row.operator)) {
			frappe.model.set_value(cdt, cdn, "operator", allowed[0] || "");
		}
		frappe.model.set_value(cdt, cdn, "value", "");
		limit_operators(frm, cdt, cdn);
		show_summary(frm);
	},

	operator(frm, cdt, cdn) {
		if (WITHOUT_VALUE.includes(locals[cdt][cdn].operator)) {
			frappe.model.set_value(cdt, cdn, "value", "");
		}
		show_summary(frm);
	},

	value: show_summary,
});

frappe.ui.form.on("Mention Rule Action", {
	action(frm, cdt, cdn) {
		frappe.model.set_value(cdt, cdn, "value", "");
		show_summary(frm);
	},

	value: show_summary,
});

function operators_of(frm, row) {
	return frm.vocabulary?.operators[row.subject] || [];
}

/** Only the operators that the subject of this row takes. */
function limit_operators(frm, cdt, cdn) {
	const row = locals[cdt][cdn];
	const grid_row = frm.fields_dict.conditions.grid.grid_rows_by_docname[cdn];
	const allowed = operators_of(frm, row);
	if (!grid_row || !allowed.length) return;
	const options = ["", ...allowed].map((value) => ({ value, label: __(value) }));
	for (const field of [
		grid_row.on_grid_fields_dict?.operator,
		grid_row.grid_form?.fields_dict?.operator,
	]) {
		if (!field) continue;
		field.df.options = options;
		field.refresh();
	}
}

function show_summary(frm) {
	const parts = [
		`<p>${conditions_in_words(frm.doc)}</p>`,
		`<ul class="mb-2">${(frm.doc.actions || []).map(action_in_words).join("")}</ul>`,
		limits_in_words(frm.doc),
	];
	frm.get_field("summary").$wrapper.html(
		`<div class="mention-rule-summary mb-4">${parts.join("")}</div>`
	);
}

function conditions_in_words(doc) {
	const rows = (doc.conditions || []).filter((row) => row.subject && row.operator);
	if (!rows.length) return __("Say below for which new mentions something is to be done.");
	const link = doc.match === "Any" ? __("or") : __("and");
	const said = rows.map((row) => {
		const value = WITHOUT_VALUE.includes(row.operator)
			? ""
			: ` “${escape_text(__(row.value))}”`;
		return `<b>${escape_text(__(row.subject))}</b> ${escape_text(__(row.operator))}${value}`;
	});
	return __("If {0}, then:", [said.join(` ${escape_text(link)} `)]);
}

function action_in_words(row) {
	if (!row.action) return "";
	const value = row.value ? `: ${escape_text(__(row.value))}` : "";
	return `<li>${escape_text(__(row.action))}${value}</li>`;
}

function limits_in_words(doc) {
	const said = [
		doc.for_company && __("Only mentions of {0}.", [escape_text(doc.for_company)]),
		doc.newest_days && __("Only posts of the last {0} days.", [cint(doc.newest_days)]),
		doc.stop_here && __("No later rule is asked."),
	];
	return `<div class="text-muted small">${said.filter(Boolean).join(" ")}</div>`;
}

// ---- What it would have done

async function find(frm) {
	drop_empty_rows(frm);
	const answer = await frappe.call({
		method: API + "try_out",
		args: { rule: JSON.stringify(frm.doc) },
		freeze: true,
	});
	return answer.message;
}

/** A Tab in the last cell adds a row that nobody wanted. */
function drop_empty_rows(frm) {
	for (const table of ["conditions", "actions"]) {
		for (const row of [...(frm.doc[table] || [])]) {
			if (!row.subject && !row.action && !row.value) {
				frappe.model.clear_doc(row.doctype, row.name);
			}
		}
		frm.refresh_field(table);
	}
}

async function try_out(frm) {
	const found = await find(frm);
	frm.tried = true;
	new frappe.ui.Dialog({
		title: __("The Last {0} Days", [found.days]),
		size: "large",
		fields: [{ fieldname: "found", fieldtype: "HTML", options: found_as_html(found) }],
	}).show();
}

/** Resolves to whether the rule is to be saved. */
function ask(found) {
	return new Promise((resolve) => {
		let answer = false;
		const dialog = new frappe.ui.Dialog({
			title: __("Save This Rule?"),
			size: "large",
			fields: [{ fieldname: "found", fieldtype: "HTML", options: found_as_html(found) }],
			primary_action_label: __("Save"),
			primary_action: () => {
				answer = true;
				dialog.hide();
			},
			secondary_action_label: __("Go Back"),
			secondary_action: () => dialog.hide(),
		});
		dialog.onhide = () => resolve(answer);
		dialog.show();
	});
}

function found_as_html(found) {
	const asked = found.has_more
		? __("Of the newest {0} mentions of the last {1} days", [found.searched, found.days])
		: __("Of {0} mentions of the last {1} days", [found.searched, found.days]);
	const matched = __("{0} would have matched.", [`<b>${cint(found.matched)}</b>`]);
	const would = found.matched
		? `<p>${__("Done with each of them:")}</p>
			<ul>${found.would.map((line) => `<li>${escape_text(line)}</li>`).join("")}</ul>`
		: "";
	const more =
		found.matched > found.first.length
			? `<p class="text-muted small">${__("The newest {0} are shown.", [
					found.first.length,
			  ])}</p>`
			: "";
	return `<div class="mention-rule-trial"><p>${asked}, ${matched}
		<span class="text-muted">${__("Nothing was changed.")}</span></p>
		${would}${found.first.map(found_line).join("")}${more}</div>`;
}

function found_line(mention) {
	const about = [mention.author, __(mention.platform)].filter(Boolean).map(escape_text);
	return `<div class="social-line">
		<div class="social-line-text">
			${social_crm.form_link("Mention", mention.name, mention.title || mention.name)}</div>
		<div class="social-line-about text-muted">${about.join(" · ")}
			${comment_when(mention.posted_at)}</div>
		<div class="small text-muted">${mention.why.map(escape_text).join("; ")}</div>
	</div>`;
}
