// Keeps what is shown in step with the server without moving what somebody reads: changed rows change where they
// stand, new ones wait behind a button.

import { server } from "./server.js";

const CAUGHT_UP = 60; // rows that are looked at again when somebody comes back to the page

export class Rows {
	constructor(inbox) {
		this.inbox = inbox;
		this.list = inbox.list;
	}

	/** Mentions of which the server said that they came or changed. */
	async heard_of(names, may_be_new = names.some((name) => !this.list.rows.has(name))) {
		const held = names.filter((name) => this.list.rows.has(name));
		const { mention } = this.inbox;
		await Promise.all([
			held.length && this.reread(held),
			names.includes(mention) && this.inbox.thread.load(mention),
			may_be_new && this.look_for_news(),
			this.inbox.count(),
		]);
	}

	/** Somebody comes back after looking at something else. */
	catch_up() {
		const names = [...this.list.rows.keys()].slice(0, CAUGHT_UP);
		return this.heard_of([...new Set([...names, this.inbox.mention])].filter(Boolean), true);
	}

	async reread(names) {
		for (const row of await server.rows(names)) this.patch([row.name], row);
	}

	async look_for_news() {
		const filters = this.inbox.filter_values;
		const page = await server.page(filters);
		if (filters !== this.inbox.filter_values) return;
		const held = page.rows.map((row) => this.list.rows.has(row.name));
		// What follows the last row that is here has only not been loaded yet.
		const end = this.list.next ? held.lastIndexOf(true) : -1;
		const fresh = page.rows.filter((_row, at) => !held[at] && (end === -1 || at < end));
		if (!fresh.length) return this.list.hide_news();
		if (!this.list.rows.size) return this.list.show_page(page);
		this.list.show_news(fresh.length, () => this.inbox.refresh());
	}

	/** Puts values (or a function that makes them of a row) into the rows and into the open thread. */
	patch(names, values) {
		const of = (row) => (typeof values === "function" ? values(row) : values);
		const { thread } = this.inbox;
		for (const name of names) {
			if (thread.mention?.name === name) {
				Object.assign(thread.mention, of(this.inbox.row(name)));
			}
			if (this.list.rows.has(name)) this.list.patch(name, of(this.list.rows.get(name)));
		}
		if (names.includes(thread.mention?.name)) thread.refresh_head();
	}

	/** Whether a row still belongs to the status and box that are shown. */
	fits(name) {
		const { status, assigned = [] } = this.list.rows.get(name);
		const { status: wanted, box } = this.inbox.filter_values;
		const is_mine = assigned.some(({ user }) => user === frappe.session.user);
		const fits_status =
			wanted === "All" ||
			(wanted === "Open" ? ["Open", "Waiting"].includes(status) : status === wanted);
		return (
			fits_status &&
			(box !== "unassigned" || !assigned.length) &&
			(box !== "mine" || is_mine)
		);
	}

	/** The row to go to when `gone` leave: the next that stays, else the last before; "" if none stays. */
	next_after(gone) {
		const names = [...this.list.rows.keys()];
		const at = names.indexOf(this.list.current);
		const stays = (name) => !gone.includes(name);
		return names.slice(at + 1).find(stays) || names.slice(0, at).reverse().find(stays) || "";
	}
}
