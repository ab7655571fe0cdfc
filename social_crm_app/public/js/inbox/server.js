// What the inbox asks the server. Nothing else in these files knows an address.

const API = "social_crm_app.api.inbox.";
const NOTES = "frappe.desk.form.utils.add_comment";

const get = async (method, args) =>
	(await frappe.call({ method: API + method, type: "GET", args })).message;
const post = async (method, args) => (await frappe.call({ method: API + method, args })).message;

export const server = {
	page: (filters, after = "") => get("page", { filters: JSON.stringify(filters), after }),
	counts: (filters) => get("counts", { filters: JSON.stringify(filters) }),
	thread: (mention) => get("thread", { mention }),
	saved: () => get("saved"),
	save_filter: (label, filters) =>
		post("save_filter", { label, filters: JSON.stringify(filters) }),
	forget_filter: (name) => post("forget_filter", { name }),
	assign: (mentions, user) => post("assign", { mentions, user }),
	set_status: (mentions, status) => post("set_status", { mentions, status }),
	tag: (mentions, tag) => post("tag", { mentions, tag }),

	/** A note is Frappe's own Comment: another DocType than a reply, and there is no way from it to a platform. */
	add_note: (mention, content) =>
		frappe.xcall(NOTES, {
			reference_doctype: "Mention",
			reference_name: mention,
			content,
			comment_email: frappe.session.user,
			comment_by: frappe.session.user_fullname,
		}),
};
