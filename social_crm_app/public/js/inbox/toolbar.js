// The buttons above a thread. Which are there follows from the mention's status and from what the user may do.

import { statuses, status_verbs } from "./actions.js";
import { escape, icon } from "./words.js";

const DONE = ["Closed", "Ignored", "Replied"];

/** The buttons for `mention` as HTML; each says in data-do what it does. */
export function toolbar_html(mention) {
	const reply = frappe.model.can_create("Mention Reply")
		? button("reply", __("Reply"), { primary: true, key: "r" })
		: "";
	const assign = frappe.model.can_write("Mention")
		? button("assign", __("Assign"), { key: "⇧a" })
		: "";
	const make = social_crm.convert?.menu ? menu("make", __("Make")) : "";
	return `${reply}${button("note", __("Note"), { key: "n" })}${assign}
		${status_buttons(mention)}${make}${more_menu(mention)}`;
}

function status_buttons({ status }) {
	const verbs = status_verbs();
	const offered = DONE.includes(status)
		? [["Open", "e"]]
		: [
				["Closed", "e"],
				["Ignored", "i"],
		  ];
	return offered
		.filter(([value]) => statuses().includes(value))
		.map(([value, key]) => button("status", verbs[value], { value, key }))
		.join("");
}

function more_menu(mention) {
	const verbs = status_verbs();
	const shown = DONE.includes(mention.status) ? ["Open"] : ["Closed", "Ignored"];
	const others = statuses().filter((one) => one !== mention.status && !shown.includes(one));
	const form = frappe.utils.get_form_link("Mention", mention.name);
	const post = social_crm.outside_link(mention.permalink, __("Open Post"), "dropdown-item");
	return menu(
		"more",
		icon("dot-horizontal"),
		[
			...others.map((value) => menu_item("status", verbs[value], value)),
			frappe.model.can_write("Mention") ? menu_item("me", __("Assign to Me")) : "",
			frappe.model.can_write("Mention") ? menu_item("tag", __("Tag…")) : "",
			`<li class="dropdown-divider"></li>`,
			`<li><a class="dropdown-item" href="${escape(form)}">${__("Open Form")}</a></li>`,
			post && `<li>${post}</li>`,
		].join(""),
		__("More")
	);
}

/** What a mention can become, as lines of the Make menu. */
export const make_items = (kinds) =>
	kinds.length
		? kinds
				.map(({ doctype, label, made }) =>
					menu_item(
						"make",
						made ? __("Open {0}", [__(label || doctype)]) : __(label || doctype),
						doctype
					)
				)
				.join("")
		: `<li class="dropdown-item text-muted">${__("Nothing you may create")}</li>`;

const button = (what, label, { primary, key, value = "" } = {}) =>
	`<button class="btn btn-sm ${primary ? "btn-primary" : "btn-default"}" data-do="${what}"
		data-value="${escape(value)}" title="${key ? __("Key: {0}", [key]) : ""}">${label}</button>`;

const menu_item = (what, label, value = "") =>
	`<li><a class="dropdown-item" href="#" data-do="${what}" data-value="${escape(
		value
	)}">${escape(label)}</a></li>`;

const menu = (name, label, items = "", title = "") =>
	`<div class="dropdown" data-menu="${name}"><button class="btn btn-default btn-sm"
		data-toggle="dropdown" aria-haspopup="true" aria-expanded="false" ${
			title ? `title="${title}" aria-label="${title}"` : ""
		}>${label}${title ? "" : ` ${icon("select", "xs")}`}</button>
		<ul class="dropdown-menu dropdown-menu-right" role="menu">${items}</ul></div>`;
