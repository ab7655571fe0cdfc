// How people, places and times are written in the inbox. All of it gives HTML in which text from outside is escaped.

export const escape = (text) => frappe.utils.escape_html(cstr(text));

export const icon = (name, size = "sm") => frappe.utils.icon(name, size);

/** Who wrote it, as text. */
export const author_of = ({ author_name, author_handle, author, handle }) =>
	author_name || author || author_handle || handle || __("Unknown author");

/** Initials in a circle. Pictures stay where they are: loading one would tell the platform who reads what. */
export function avatar(name, css_class = "avatar-medium") {
	const plain = cstr(name).replace(/[^\p{L}\p{N}\s]/gu, "");
	return frappe.get_avatar(css_class, plain || "?");
}

const people = new Map();

/** Remembers colleagues as the server gives them: {user, full_name, image}. */
export function meet(assigned = []) {
	for (const person of assigned) people.set(person.user, person);
}

/** A colleague that was met before; of others only what every desk page knows. */
export const person = (user) =>
	people.get(user) || { user, full_name: frappe.user.full_name(user), image: "" };

/** The circles of those it is assigned to, with their pictures. */
export const assignees = (assigned = []) =>
	assigned
		.map(({ user, full_name, image }) =>
			image
				? frappe.get_avatar("avatar-xs", full_name, encodeURI(image).replace(/'/g, "%27"))
				: avatar(full_name || user, "avatar-xs")
		)
		.join("");

const RELATIONSHIP_COLOURS = {
	"Paying Customer": "green",
	"Open Deal": "blue",
	Known: "gray",
};
const STATUS_COLOURS = {
	Open: "orange",
	Replied: "cyan",
	Waiting: "blue",
	Closed: "green",
	Ignored: "gray",
};
const PRIORITY_COLOURS = { Urgent: "red", High: "orange" };

const coloured = (value, colour) =>
	`<span class="indicator-pill no-indicator-dot ${colour}">${escape(__(value))}</span>`;

/** What the ledger knows of the author; nothing for a stranger. */
export const relationship_pill = (value) =>
	RELATIONSHIP_COLOURS[value] ? coloured(value, RELATIONSHIP_COLOURS[value]) : "";

export const status_pill = (value) =>
	`<span class="indicator-pill ${STATUS_COLOURS[value] || "gray"}">${escape(__(value))}</span>`;

/** Urgent and high ones only: the others are the rule. */
export const priority_pill = (value) =>
	PRIORITY_COLOURS[value] ? coloured(value, PRIORITY_COLOURS[value]) : "";

export const overdue_pill = ({ is_overdue, response_by }) =>
	is_overdue
		? `<span class="indicator-pill no-indicator-dot red" title="${escape(
				response_by
					? __("An answer was due {0}", [frappe.datetime.str_to_user(response_by)])
					: ""
		  )}">${icon("es-line-overdue", "xs")} ${__("Overdue")}</span>`
		: "";

export const tag_pills = (tags = []) =>
	tags.map((tag) => `<span class="inbox-tag">${escape(tag)}</span>`).join("");

/** A number, or that it is at least so many. */
export const at_least = (number, is_partial) => `${cint(number)}${is_partial ? "+" : ""}`;
