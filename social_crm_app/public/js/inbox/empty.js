// What stands where there is nothing: why, and what to do next.

import { changed, in_words } from "./place.js";
import { icon } from "./words.js";

const state = (symbol, title, words, action = "") => `<div class="inbox-empty">
	<div class="inbox-empty-icon">${icon(symbol, "lg")}</div>
	<div class="inbox-empty-title">${title}</div>
	<p>${words}</p>${action}</div>`;

/** The empty list: nothing fits the filters, everything is answered, or nothing was ever pulled. */
export function empty_html(filters) {
	const narrowing = changed({ ...filters, box: "all" });
	if (Object.keys(narrowing).length) return nothing_fits(narrowing);
	if (filters.box === "all" && !has_accounts && frappe.model.can_create("Social Account"))
		return no_accounts();
	const words = {
		all: __("No mention waits for an answer. New ones appear here by themselves."),
		mine: __("Nothing that is assigned to you waits for an answer."),
		unassigned: __("Every open mention has somebody who takes care of it."),
		overdue: __("No answer is late."),
	};
	return state("es-line-double-check", __("Everything is answered"), words[filters.box]);
}

const no_accounts = () =>
	state(
		"es-line-link",
		__("No account is connected yet"),
		__("Mentions come from the channels and feeds that you connect."),
		`<a class="btn btn-primary btn-sm" href="/app/social-account/new">${__(
			"Connect an Account"
		)}</a>`
	);

const nothing_fits = (narrowing) =>
	state(
		"search",
		__("No mention fits"),
		__("Filtered by: {0}", [in_words(narrowing)]),
		`<button class="btn btn-default btn-sm" data-reset>${__("Clear Filters")}</button>`
	);

/** The thread pane before a mention is chosen. */
export const nothing_open = () =>
	state(
		"es-line-inbox",
		__("Choose a mention"),
		__("{0} and {1} go through the list, {2} shows all keys.", [
			"<kbd>j</kbd>",
			"<kbd>k</kbd>",
			"<kbd>?</kbd>",
		])
	);

let has_accounts = true;

/** Looks once whether anything is connected; asked for when the list is empty only. */
export async function look_for_accounts() {
	if (!frappe.model.can_read("Social Account")) return;
	has_accounts = Boolean(await frappe.db.count("Social Account"));
}
