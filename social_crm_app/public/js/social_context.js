// What stands beside a post: the person, the party, and cards of orders, invoices, warranty, issues ... What the
// user may not see does not arrive here. Everything that came from outside is escaped before it becomes HTML.

frappe.provide("social_crm.context");

const BESIDE = "/api/method/social_crm_app.api.context.beside";
const RELATIONSHIPS = { "Paying Customer": "green", "Open Deal": "blue", Known: "gray" };
const COLOURS = ["red", "orange", "green", "blue", "gray"];

const escape = (text) => frappe.utils.escape_html(cstr(text));

Object.assign(social_crm.context, {
	/** Fills `parent` with the context of a mention. An answer that comes after another mention was asked for, or
	 *  after the same was asked for again, is dropped. */
	async show(parent, mention) {
		const element = $(parent).addClass("social-context").attr("aria-busy", "true");
		const asked = {};
		const is_other = element.data("social-mention") !== mention;
		element.data({ "social-asked": asked, "social-mention": mention });
		if (is_other) element.html(note_html(__("Loading...")));
		let html;
		try {
			html = context_html(await ask(mention));
		} catch (error) {
			html = failure_html();
		}
		if (element.data("social-asked") !== asked) return;
		element.attr("aria-busy", "false").html(html);
		element.find("[data-again]").on("click", () => social_crm.context.show(element, mention));
	},

	/** On the form of a Mention, as soon as somebody can see the field. */
	show_on_form(frm) {
		const parent = frm.get_field("context").$wrapper.addClass("social-context");
		const mention = frm.doc.name;
		frm.social_context_observer?.disconnect();
		if (parent.data("social-mention") !== mention) parent.html(note_html(__("Loading...")));
		frm.social_context_observer = new IntersectionObserver((entries, observer) => {
			if (!entries.some((entry) => entry.isIntersecting)) return;
			observer.disconnect();
			if (frm.doc.name === mention) social_crm.context.show(parent, mention);
		});
		frm.social_context_observer.observe(parent[0]);
	},
});

// Not frappe.call: when it fails it opens a dialog, here over the reply that somebody is writing.
async function ask(mention) {
	const answer = await fetch(`${BESIDE}?${new URLSearchParams({ mention })}`, {
		headers: { Accept: "application/json" },
	});
	if (!answer.ok) throw new Error(answer.statusText);
	return (await answer.json()).message;
}

const note_html = (text) => `<div class="social-context-note text-muted small">${text}</div>`;

const failure_html = () =>
	note_html(`${__("The context could not be loaded.")}
		<button class="btn btn-default btn-xs" data-again>${__("Try Again")}</button>`);

function context_html({ person, party, blocks }) {
	const nothing = blocks.length ? "" : note_html(__("Nothing more is known of this person."));
	return `${person_html(person, party)}
		<div class="social-context-cards">${blocks.map(card_html).join("")}</div>${nothing}`;
}

function person_html(person, party) {
	const name = person.title || __("Unknown author");
	const title = person.profile
		? social_crm.form_link("Social Profile", person.profile, name, "bold")
		: `<span class="bold">${escape(name)}</span>`;
	const handle = person.handle && !name.includes(person.handle) ? `@${person.handle}` : "";
	const followers = person.followers
		? __("{0} followers", [frappe.utils.shorten_number(person.followers, null, 4)])
		: "";
	const about = [handle, __(person.platform || ""), followers].filter(Boolean).map(escape);
	const outside = social_crm.outside_link(person.url, __("See Profile"));
	return `<div class="social-context-person">
		<div class="social-context-head">
			${frappe.get_avatar("avatar-small", escape(name))}
			<div class="social-context-name">${title}
				<div class="text-muted small">${[...about, outside].filter(Boolean).join(" · ")}</div></div>
		</div>
		${party_html(person, party)}
		${person.bio ? `<div class="social-context-bio small">${escape(person.bio)}</div>` : ""}
	</div>`;
}

function party_html(person, party) {
	const pills = [
		pill(person.relationship, RELATIONSHIPS[person.relationship]),
		person.verified_purchaser ? pill("Verified Purchaser", "green") : "",
	].filter(Boolean);
	const link = party
		? `<span class="text-muted small">${escape(__(party.doctype))}</span>
			${social_crm.form_link(party.doctype, party.name, party.title)}`
		: "";
	const parts = [link, ...pills].filter(Boolean);
	return parts.length ? `<div class="social-context-party">${parts.join(" ")}</div>` : "";
}

// "Unknown" is said by the rest of the card already.
function pill(value, colour) {
	if (!colour) return "";
	return `<span class="indicator-pill no-indicator-dot ${colour}">${escape(__(value))}</span>`;
}

function card_html(block) {
	const rows = block.rows.map(
		block.key === "value" ? fact_html : (row) => row_html(row, block.key)
	);
	const total = block.total >= 100 ? "100+" : block.total;
	const count = block.key === "value" ? "" : `<span class="text-muted">${total}</span>`;
	const all = block.more && block.route ? list_link(block.route, __("See all")) : "";
	return `<section class="social-context-card" data-key="${escape(block.key)}">
		<header><h6>${escape(block.title)}</h6>${count}${all}</header>${rows.join("")}
	</section>`;
}

function fact_html(row) {
	const value = [amount(row), escape(row.about), row.date && date_html(row.date)].filter(
		Boolean
	);
	return `<div class="social-context-line"><span class="text-muted">${escape(row.label)}</span>
		<span class="social-context-value">${value.join(" · ")}</span></div>`;
}

function row_html(row, key) {
	const label = row.name
		? social_crm.form_link(row.doctype, row.name, row.label)
		: escape(row.label);
	const dot = COLOURS.includes(row.colour) ? `indicator ${row.colour}` : "";
	const about = [escape(row.about), row.date && day_html(row.date, key)].filter(Boolean);
	return `<div class="social-context-row">
		<div class="social-context-line"><span class="social-context-label ${dot}"><span>${label}</span></span>
			<span class="social-context-value">${amount(row)}</span></div>
		<div class="text-muted small">${about.join(" · ")}</div>
	</div>`;
}

const amount = (row) =>
	row.amount === null || row.amount === undefined
		? ""
		: `<b>${escape(format_currency(row.amount, row.currency))}</b>`;

const date_html = (date) =>
	`<span class="social-context-day" title="${escape(words_for(days_until(date)))}">${escape(
		frappe.datetime.str_to_user(date)
	)}</span>`;

/** How long ago or ahead the day of a row is, with the day itself as title. */
function day_html(date, key) {
	const days = days_until(date);
	const words = escape(words_for(days));
	const ends = days < 0 ? __("ended {0}", [words]) : __("ends {0}", [words]);
	const said = {
		late: __("due {0}", [words]),
		orders: __("due {0}", [words]),
		opportunities: __("closes {0}", [words]),
		quotations: ends,
		warranty: ends,
	};
	const title = escape(frappe.datetime.str_to_user(date));
	return `<span class="social-context-day" title="${title}">${said[key] || words}</span>`;
}

const days_until = (date) => frappe.datetime.get_day_diff(date, frappe.datetime.get_today());

function words_for(days) {
	const [count, unit] =
		Math.abs(days) < 60
			? [days, "day"]
			: Math.abs(days) < 700
			? [Math.round(days / 30.4), "month"]
			: [Math.round(days / 365), "year"];
	const language = frappe.boot.lang || "en";
	return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(count, unit);
}

function list_link({ doctype, filters }, label) {
	const route_options = {};
	for (const [field, value] of Object.entries(filters)) {
		route_options[field] = Array.isArray(value) ? JSON.stringify(value) : value;
	}
	const href = frappe.utils.generate_route({
		type: "doctype",
		name: doctype,
		doc_view: "List",
		route_options,
	});
	return `<a class="social-context-all small" href="${escape(href)}">${label}</a>`;
}
