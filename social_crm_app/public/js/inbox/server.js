// What the inbox asks the server. Nothing else in these files knows an address.

const API = "social_crm_app.api.inbox.";

const get = async (method, args) =>
	(await frappe.call({ method: API + method, type: "GET", args })).message;
const quietly = async (method, args) =>
	(await frappe.call({ method: API + method, args, silent: true })).message;
const post = async (method, args) => (await frappe.call({ method: API + method, args })).message;

export const server = {
	page: (filters, after = "") => get("page", { filters: JSON.stringify(filters), after }),
	counts: (filters) => get("counts", { filters: JSON.stringify(filters) }),
	thread: (mention) => get("thread", { mention }),
	/** Whoever asks goes on without an answer, so that nothing is said of a failure. */
	platform_thread: (mention) => quietly("platform_thread", { mention }),
	rows: (names) => get("rows", { names: JSON.stringify(names) }),
	saved: () => get("saved"),
	save_filter: (label, filters) =>
		post("save_filter", { label, filters: JSON.stringify(filters) }),
	forget_filter: (name) => post("forget_filter", { name }),
	assign: (mentions, user) => post("assign", { mentions, user }),
	set_status: (mentions, status) => post("set_status", { mentions, status }),
	tag: (mentions, tag) => post("tag", { mentions, tag }),

	/** A note is Frappe's own Comment: another DocType than a reply, and there is no way from it to a platform. */
	add_note: (mention, content) => post("add_note", { mention, content }),
};
