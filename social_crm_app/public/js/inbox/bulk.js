// The bar that appears when mentions are ticked: the same actions, for all of them at once.

import { statuses, status_verbs } from "./actions.js";

export class Bulk {
	constructor(parent, { list, actions }) {
		Object.assign(this, { list, actions });
		this.bar = $(
			`<div class="inbox-bulk hide" role="toolbar" aria-label="${__(
				"Ticked mentions"
			)}"></div>`
		).appendTo(parent);
		this.bar.on("click", "[data-do]", (event) => this.act(event.currentTarget.dataset));
	}

	/** Follows the ticks of the list. */
	refresh() {
		const count = this.list.ticked.size;
		this.bar.toggleClass("hide", !count);
		if (!count) return this.bar.empty();
		this.bar.html(`<span class="inbox-bulk-count" aria-live="polite">${__("{0} selected", [
			count,
		])}</span>${this.buttons()}
			<button class="btn btn-link btn-xs" data-do="all">${__("All")}</button>
			<button class="btn btn-link btn-xs" data-do="none">${__("None")}</button>`);
	}

	buttons() {
		if (!frappe.model.can_write("Mention")) return "";
		const verbs = status_verbs();
		const items = statuses().map(
			(status) =>
				`<li><a class="dropdown-item" href="#" data-do="status" data-status="${status}">${verbs[status]}</a></li>`
		);
		const status = items.length
			? `<div class="dropdown"><button class="btn btn-default btn-xs" data-toggle="dropdown"
				aria-haspopup="true" aria-expanded="false">${__("Status")}
				${frappe.utils.icon("select", "xs")}</button>
				<ul class="dropdown-menu" role="menu">${items.join("")}</ul></div>`
			: "";
		return `<button class="btn btn-default btn-xs" data-do="assign">${__("Assign")}</button>
			${status}
			<button class="btn btn-default btn-xs" data-do="tag">${__("Tag")}</button>`;
	}

	act({ do: what, status }) {
		const names = [...this.list.ticked];
		const todo = {
			assign: () => this.actions.ask_assignee(names),
			status: () => this.actions.set_status(names, status),
			tag: () => this.actions.ask_tag(names),
			all: () => this.list.tick_all(true),
			none: () => this.list.tick_all(false),
		};
		todo[what]();
	}
}
