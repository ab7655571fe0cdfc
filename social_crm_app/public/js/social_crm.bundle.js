// What the app's forms and lists share. Loaded with every desk page, so it stays tiny.
// Everything that came from outside is escaped here before it becomes HTML.

import "./social_context.js";
import "./social_convert.js";
import "./social_ideas.js";
import "./social_post.js";
import "./social_matches.js";
import "./social_reply.js";

const COLOURS = {
	Problem: "red",
	Question: "blue",
	Idea: "purple",
	Praise: "green",
	Positive: "green",
	Negative: "red",
};
const TEXT_TYPES = ["Data", "Small Text", "Text", "Long Text"];
const PARTY_TYPES = ["Customer", "Lead", "Contact", "Prospect", "Supplier", "Sales Partner"];

const escape = (text) => frappe.utils.escape_html(cstr(text));

Object.assign(social_crm, {
	/** An intent or a sentiment as a coloured pill; nothing for none. */
	pill(value) {
		if (!value) return "";
		const colour = COLOURS[value] || "gray";
		return `<span class="indicator-pill no-indicator-dot ${colour}">${escape(
			__(value)
		)}</span>`;
	},

	/** The same in a list, where a click filters by it. */
	pill_column(value, df) {
		if (!value) return "";
		const colour = COLOURS[value] || "gray";
		return `<span class="filterable indicator-pill no-indicator-dot ${colour} ellipsis"
			data-filter="${df.fieldname},=,${escape(value)}">
			<span class="ellipsis">${escape(__(value))}</span></span>`;
	},

	/** A link to another site; nothing if it is not one that a browser should follow. */
	outside_link(url, label, classes = "") {
		if (!/^https?:\/\//i.test(cstr(url))) return "";
		return `<a class="${classes}" href="${escape(url)}" target="_blank"
			rel="noopener noreferrer nofollow">${escape(label)}</a>`;
	},

	form_link(doctype, name, label, classes = "") {
		const href = escape(frappe.utils.get_form_link(doctype, name));
		return `<a class="${classes}" href="${href}">${escape(label)}</a>`;
	},

	/** Frappe puts these fields into read-only forms, grids and reports as HTML; here they are text. */
	show_as_text(doctype) {
		for (const df of frappe.get_meta(doctype)?.fields || []) {
			if (TEXT_TYPES.includes(df.fieldtype)) df.formatter = social_crm.as_text;
		}
	},

	// Not escape_html: Data fields arrive here escaped already, and twice must not show.
	as_text(value) {
		return cstr(value).replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/\n/g, "<br>");
	},

	/** Some mentions, each on one line that opens it: for the forms of parties and profiles. `answer` gives the
	 *  HTML of what else stands on the line of a mention. */
	mention_lines(mentions, answer = () => "") {
		return mentions
			.map(
				(mention) => `<div class="social-line">
					<div class="social-line-text">
						${social_crm.form_link("Mention", mention.name, mention.title || mention.name)}</div>
					<div class="social-line-about text-muted">
						${social_crm.pill(mention.intent)} ${social_crm.pill(mention.sentiment_label)}
						<span>${escape(__(mention.platform))}</span>
						${comment_when(mention.posted_at)}
						${answer(mention)}
					</div>
				</div>`
			)
			.join("");
	},

	/** Saves what is ticked in a list with these values, and says how many could not be saved. */
	async update_ticked(listview, values) {
		const { message: failed } = await frappe.call({
			method: "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
			args: {
				doctype: listview.doctype,
				docnames: listview.get_checked_items(true),
				action: "update",
				data: values,
			},
			freeze: true,
		});
		if (failed?.length) {
			frappe.msgprint({
				title: __("Not Changed"),
				message: __("{0} could not be changed. You may lack the right to do so.", [
					failed.length,
				]),
				indicator: "red",
			});
		}
		listview.clear_checked_items();
		social_crm.read_again(listview);
	},

	/** Shows a list as it is now; Frappe by itself reads none twice within three seconds. */
	read_again(listview) {
		listview.last_args = null;
		return listview.refresh();
	},

	/** Asks which record a profile is, links it, and calls `done`. */
	ask_party(profile, done) {
		const types = PARTY_TYPES.filter((type) => frappe.model.can_read(type));
		const dialog = new frappe.ui.Dialog({
			title: __("Who Is This?"),
			fields: [
				{
					fieldname: "party_type",
					fieldtype: "Select",
					label: __("Record"),
					options: types.map((type) => ({ value: type, label: __(type) })),
					default: types[0],
					reqd: 1,
					onchange: () => dialog.set_value("party", ""),
				},
				{
					fieldname: "party",
					fieldtype: "Dynamic Link",
					label: __("Name"),
					reqd: 1,
					get_options: () => dialog.get_value("party_type"),
					description: __(
						"All mentions of this profile, past and future, will be linked too."
					),
				},
				{
					fieldname: "why",
					fieldtype: "Small Text",
					label: __("Why"),
					max_height: "6rem",
					description: __("Optional. Kept with the decision."),
				},
			],
			primary_action_label: __("Link"),
			async primary_action({ party_type, party, why }) {
				await frappe.xcall("social_crm_app.api.profile.link", {
					profile,
					party_type,
					party,
					why,
				});
				dialog.hide();
				frappe.show_alert({ message: __("Linked"), indicator: "green" });
				done();
			},
		});
		dialog.show();
	},
});
