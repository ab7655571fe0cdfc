// The keys of the inbox, through Frappe's own shortcuts: they are silent while somebody types, and Frappe's own
// sheet (the question mark) lists them under "Page Shortcuts".

// While a dialog or a menu is open, letters belong to it.
const is_busy = () =>
	$(".modal.show:not(.modal-minimize)").length || $(".dropdown-menu.show:visible").length;

/** Registers the keys; again at every visit, because other pages put their own words for a key into the sheet. */
export function add_keys(page, inbox) {
	const condition = () => !is_busy();
	const open = (what, value) => () => inbox.thread.perform(what, value);
	const keys = [
		["j", () => inbox.step(1), __("Next mention")],
		["k", () => inbox.step(-1), __("Previous mention")],
		["o", () => inbox.enter(), __("Open the mention")],
		["u", () => inbox.back(), __("Back to the list")],
		["r", open("reply"), __("Reply")],
		["n", open("note"), __("Internal note")],
		["a", () => inbox.for_chosen("assign_to_me"), __("Assign to me")],
		["shift+a", () => inbox.for_chosen("ask_assignee"), __("Assign to somebody")],
		["e", () => inbox.for_chosen("close"), __("Close; reopen if it is closed")],
		["i", () => inbox.for_chosen("ignore"), __("Ignore")],
		["t", () => inbox.for_chosen("ask_tag"), __("Tag")],
		["x", () => inbox.tick(), __("Tick, for changing many at once")],
		["/", () => inbox.filters.focus_search(), __("Search")],
	];
	for (const [shortcut, action, description] of keys)
		frappe.ui.keys.add_shortcut({ shortcut, action, description, page, condition });
	frappe.ui.keys.add_shortcut({
		shortcut: "enter",
		// A focused button or link keeps its Enter.
		action: () => ($(document.activeElement).is(".inbox-row") ? inbox.enter() : false),
		description: __("Open the mention"),
		page,
		condition,
	});
}

/** Frappe knows the keys "/" and "?" by their place on an American keyboard; this finds them on the others. */
export function add_signs(page, inbox) {
	window.addEventListener("keydown", (event) => {
		const is_known = ["/", "shift+/"].includes(frappe.ui.keys.get_key(event));
		const is_typing = $(document.activeElement).is(
			"input, select, textarea, [contenteditable=true]"
		);
		if (is_known || is_typing || is_busy() || !page.wrapper.is(":visible")) return;
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		const todo = {
			"/": () => inbox.filters.focus_search(),
			"?": () => frappe.ui.keys.show_keyboard_shortcut_dialog(),
		}[event.key];
		if (!todo) return;
		event.preventDefault();
		todo();
	});
}
