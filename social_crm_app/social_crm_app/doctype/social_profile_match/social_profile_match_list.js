// "Suggested Matches": what waits for somebody to look, the likeliest and dearest first. Status colours come from
// the DocType's states; the evidence is what outsiders wrote, shown as text.

social_crm.show_as_text("Social Profile Match");
social_crm.show_as_text("Social Profile Match Evidence");

const MATCHES = "social_crm_app.api.match";
const COLUMNS = 7; // profile, tags, status, candidate, probability, value, evidence

frappe.listview_settings["Social Profile Match"] = {
	hide_name_column: true,
	hide_name_filter: true,
	add_fields: ["party_type", "party", "status"],
	filters: [["status", "=", "Suggested"]],
	formatters: {
		party: (_value, _df, doc) => candidate(doc),
		score: (value) => (value ? `${Math.round(value)}%` : ""),
		value_at_stake: (_value, _df, doc) =>
			`<span class="ellipsis" data-stake="${frappe.utils.escape_html(doc.name)}"></span>`,
		first_evidence: (_value, _df, doc) => {
			const text = frappe.utils.escape_html(cstr(doc.first_evidence));
			return `<span class="ellipsis" title="${text}">${text}</span>`;
		},
	},

	onload(listview) {
		listview.page.set_title(__("Suggested Matches"));
		show_all_columns(listview);
		if (may_see_money()) sort_by_value(listview.sort_selector);
		if (!frappe.model.can_write("Social Profile Match")) return;
		listview.page.add_action_item(__("Confirm"), () => ask(listview, "confirm"));
		listview.page.add_action_item(__("Reject"), () => ask(listview, "reject"));
	},

	refresh(listview) {
		show_titles(listview);
		if (may_see_money()) show_values(listview);
	},
};

// Who may read invoices sees what is at stake. The column's own permission level is nobody's, so that no other
// way leads to it: it is shown, and its values are asked for, here.
function may_see_money() {
	return frappe.model.can_read("Sales Invoice");
}

// "Lead Jane Doe": the record's number gives way to its title as soon as that is known.
function candidate({ name, party_type, party }) {
	const match = frappe.utils.escape_html(name);
	return `<span class="ellipsis" data-match="${match}">
		<span class="text-muted">${frappe.utils.escape_html(__(party_type))}</span>
		${social_crm.form_link(party_type, party, party)}</span>`;
}

// The evidence is the point of this list, so it is shown on every screen that has columns at all.
function show_all_columns(listview) {
	listview.list_view_settings.total_fields ||= COLUMNS;
	listview.setup_columns();
	if (may_see_money()) add_value_column(listview.columns);
	listview.render_header(true);
}

function add_value_column(columns) {
	const place = columns.findIndex(({ df }) => df?.fieldname === "score") + 1;
	columns.splice(place || columns.length, 0, { type: "Field", df: value_field() });
}

function value_field() {
	return frappe.meta.get_docfield("Social Profile Match", "value_at_stake");
}

// The list can be sorted by value. Many candidates are equally likely: among those the dearest comes first.
function sort_by_value(selector) {
	const { fieldname, label } = value_field();
	selector.args.options.push({ fieldname, label });
	selector.make();
	const of_one_field = selector.get_sql_string.bind(selector);
	selector.get_sql_string = () =>
		selector.sort_by === "score"
			? `${of_one_field()}, \`tabSocial Profile Match\`.\`value_at_stake\` desc`
			: of_one_field();
}

// Customers and Leads by what people call them, not by their number.
async function show_titles(listview) {
	const matches = listview.data.map((doc) => doc.name);
	if (!matches.length) return;
	const args = { matches: JSON.stringify(matches) };
	const titles = await social_crm.ask_server(`${MATCHES}.titles`, args);
	listview.$result.find("[data-match]").each((_idx, element) => {
		const title = titles[element.dataset.match];
		if (title) $(element).find("a").text(title);
	});
}

async function show_values(listview) {
	const matches = listview.data.map((doc) => doc.name);
	if (!matches.length) return;
	const args = { matches: JSON.stringify(matches) };
	const values = await social_crm.ask_server(`${MATCHES}.values`, args);
	listview.$result.find("[data-stake]").each((_idx, element) => {
		const value = values[element.dataset.stake];
		if (value) element.textContent = strip_html(format_currency(value, null, 0));
	});
}

function ask(listview, decision) {
	const matches = listview.get_checked_items(true);
	const count = matches.length;
	const texts = {
		confirm: [__("Confirm {0} Matches", [count]), __("Confirm")],
		reject: [__("Reject {0} Matches", [count]), __("Reject")],
	};
	const [title, label] = texts[decision];
	social_crm.ask_why({ title, label }, async ({ why }) => {
		const { done, failed } = await frappe.xcall(`${MATCHES}.decide_many`, {
			matches: JSON.stringify(matches),
			decision,
			why,
		});
		if (done.length) {
			frappe.show_alert({ message: __("{0} decided", [done.length]), indicator: "green" });
		}
		if (failed.length) show_failed(listview, failed);
		listview.clear_checked_items();
		listview.last_args = null; // the same question within three seconds would not be asked
		social_crm.read_again(listview);
	});
}

function show_failed(listview, failed) {
	const escape = frappe.utils.escape_html;
	const titles = Object.fromEntries(
		listview.data.map(({ name, profile }) => [
			name,
			frappe.utils.get_link_title("Social Profile", profile) || name,
		])
	);
	const lines = failed.map(
		({ name, message }) => `<li>${escape(titles[name] || name)}: ${escape(message)}</li>`
	);
	frappe.msgprint({
		title: __("{0} Not Decided", [failed.length]),
		message: `<ul>${lines.join("")}</ul>`,
		indicator: "red",
	});
}
