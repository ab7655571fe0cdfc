// Where the user is in the inbox: the filters and the open mention, as they stand in the address.

import { escape } from "./words.js";

export const BOXES = ["all", "mine", "unassigned", "overdue"];
export const GROUPS = ["Paying Customer", "Open Deal", "Known", "Unknown"];
export const STATUSES = ["Open", "Replied", "Closed", "Ignored", "All"];

export const DEFAULTS = Object.freeze({
	box: "all",
	group: "",
	status: "Open",
	search: "",
	platform: "",
	intent: "",
	sentiment_label: "",
	priority: "",
	tag: "",
	social_account: "",
	language: "",
});

const ALLOWED = { box: BOXES, group: ["", ...GROUPS], status: STATUSES };

/** Known filters of `values` with everything else as it is by default. */
export function clean(values) {
	const filters = { ...DEFAULTS };
	for (const key of Object.keys(DEFAULTS)) {
		const value = cstr(values?.[key] ?? DEFAULTS[key]);
		if (!ALLOWED[key] || ALLOWED[key].includes(value)) filters[key] = value;
	}
	return filters;
}

/** The filters that differ from the default. */
export function changed(filters) {
	return Object.fromEntries(
		Object.entries(filters).filter(([key, value]) => value !== DEFAULTS[key])
	);
}

/** What the address and whoever sent the user here ask for; null if neither asks for anything. */
export function asked_for() {
	const options = { ...frappe.route_options, ...from_address() };
	frappe.route_options = null;
	return Object.keys(options).length ? to_place(options) : null;
}

/** What the address says, and only that. */
export const in_address = () => to_place(from_address());

const from_address = () => Object.fromEntries(new URLSearchParams(window.location.search));
const to_place = (values) => ({ filters: clean(values), mention: cstr(values.mention) });

/** Puts the place into the address: as a step that the back button undoes, or silently. */
export function write({ filters, mention }, is_step) {
	const query = new URLSearchParams(changed(filters));
	if (mention) query.set("mention", mention);
	const address = window.location.pathname + (query.size ? `?${query}` : "");
	if (address === window.location.pathname + window.location.search) return;
	const state = is_step ? { social_inbox: 1 } : window.history.state;
	window.history[is_step ? "pushState" : "replaceState"](state, null, address);
}

/** Whether the back button leads to where the user was in the inbox before. */
export const came_by_step = () => Boolean(window.history.state?.social_inbox);

/** The words for the filters in force, for saved filters and empty lists. */
export const in_words = (filters) =>
	Object.entries(changed(filters))
		.map(([, value]) => escape(__(value)))
		.join(", ");
