// What can be done with mentions: one or many, by button or by key. Every function resolves when the server has
// answered; `inbox.after(names, values)` then shows what became of them.

import { server } from "./server.js";
import { escape, person } from "./words.js";

const DONE = {
	Closed: () => __("Closed"),
	Ignored: () => __("Ignored"),
	Waiting: () => __("Waiting for the author"),
	Open: () => __("Open again"),
	Replied: () => __("Marked as replied"),
};

/** The statuses that can be set from here: none where a Workflow decides. */
export const statuses = () =>
	frappe.model.can_write("Mention") && !frappe.model.has_workflow("Mention")
		? Object.keys(DONE)
		: [];

/** The words of the buttons that set a status. */
export const status_verbs = () => ({
	Closed: __("Close"),
	Ignored: __("Ignore"),
	Waiting: __("Waiting"),
	Open: __("Reopen"),
	Replied: __("Mark as Replied"),
});

export class Actions {
	constructor(inbox) {
		this.inbox = inbox;
	}

	async set_status(names, status) {
		if (!names.length || !statuses().includes(status)) return;
		const before = names.map((name) => [name, this.inbox.row(name)?.status || "Open"]);
		const done = await this.carried_out(server.set_status(names, status));
		if (!done.length) return;
		this.inbox.after(done, { status });
		this.offer_undo(
			before.filter(([name, was]) => done.includes(name) && was !== status),
			DONE[status]()
		);
	}

	// One key closes a mention, so one click must open it again.
	offer_undo(before, words) {
		const message = before.length > 1 ? `${words} (${before.length})` : words;
		const undo = async () => {
			for (const was of new Set(before.map(([, status]) => status))) {
				const names = before.filter(([, status]) => status === was).map(([name]) => name);
				await this.carried_out(server.set_status(names, was));
			}
			await this.inbox.refresh();
			if (before.length === 1) this.inbox.open(before[0][0]);
		};
		const button = `<button class="btn btn-default btn-xs" data-action="undo">${__(
			"Undo"
		)}</button>`;
		frappe.show_alert({ message, subtitle: button, indicator: "green" }, 7, { undo });
	}

	async assign(names, user) {
		if (!names.length) return;
		const done = await this.carried_out(server.assign(names, user));
		if (!done.length) return;
		this.inbox.after(done, (row) => ({
			assigned: [...(row.assigned || []).filter((each) => each.user !== user), person(user)],
		}));
		frappe.show_alert({
			message: __("Assigned to {0}", [escape(person(user).full_name)]),
			indicator: "green",
		});
	}

	ask_assignee(names) {
		if (!names.length) return;
		frappe.prompt(
			{
				fieldname: "user",
				fieldtype: "Link",
				options: "User",
				label: __("Assign To"),
				reqd: 1,
				only_select: 1,
				get_query: () => ({ filters: { enabled: 1, user_type: "System User" } }),
			},
			({ user }) => this.assign(names, user),
			count_title(__("Assign"), names),
			__("Assign")
		);
	}

	ask_tag(names) {
		if (!names.length) return;
		const dialog = frappe.prompt(
			{
				fieldname: "tag",
				fieldtype: "Autocomplete",
				label: __("Tag"),
				reqd: 1,
				ignore_validation: 1, // a new tag is made by writing it
			},
			({ tag }) => this.tag(names, tag),
			count_title(__("Tag"), names),
			__("Tag")
		);
		frappe
			.xcall("frappe.desk.doctype.tag.tag.get_tags", { doctype: "Mention", txt: "" })
			.then((tags) => dialog.get_field("tag").set_data(tags));
	}

	async tag(names, tag) {
		const done = await this.carried_out(server.tag(names, tag));
		this.inbox.after(done, (row) => ({ tags: [...new Set([...(row.tags || []), tag])] }));
	}

	async untag(name, tag) {
		await frappe.xcall("frappe.desk.doctype.tag.tag.remove_tag", {
			tag,
			dt: "Mention",
			dn: name,
		});
		this.inbox.after([name], (row) => ({
			tags: (row.tags || []).filter((each) => each !== tag),
		}));
	}

	reply(mention) {
		if (!mention || !frappe.model.can_create("Mention Reply")) return;
		social_crm.reply.open(mention, () => this.inbox.refresh_one(mention.name));
	}

	make(mention, doctype) {
		social_crm.convert.make(mention.name, doctype, () => this.inbox.refresh_one(mention.name));
	}

	/** The names that were changed; says which were not, and why. */
	async carried_out(asked) {
		const { done, failed } = await asked;
		if (failed.length) {
			frappe.msgprint({
				title: __("Not Changed"),
				message: failed
					.map(({ name, why }) => `${escape(name)}: ${escape(why)}`)
					.join("<br>"),
				indicator: "orange",
			});
		}
		return done;
	}
}

const count_title = (words, names) =>
	names.length > 1 ? __("{0} ({1} mentions)", [words, names.length]) : words;
