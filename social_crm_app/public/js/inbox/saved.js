// Saved filters: Frappe's own List Filters, here as a menu beside the search.

import { changed, clean } from "./place.js";
import { server } from "./server.js";
import { escape, icon } from "./words.js";

export class Saved {
	constructor(parent, { filters, on_choose }) {
		Object.assign(this, { filters, on_choose, list: [] });
		this.group = $(`<div class="dropdown inbox-saved">
			<button class="btn btn-default btn-sm icon-btn" data-toggle="dropdown" aria-haspopup="true"
				aria-expanded="false" title="${__("Saved Filters")}" aria-label="${__("Saved Filters")}">
				${icon("star")}</button>
			<ul class="dropdown-menu dropdown-menu-right" role="menu"></ul></div>`).appendTo(parent);
		this.menu = this.group.find(".dropdown-menu");
		this.group.find("button").on("click", () => this.refresh());
		this.menu.on("click", "[data-choose]", (event) => this.choose(event));
		this.menu.on("click", "[data-forget]", (event) => this.forget(event));
		this.menu.on("click", "[data-save]", () => this.ask_label());
		this.show();
	}

	async refresh() {
		this.list = (await server.saved()) || [];
		this.show();
	}

	show() {
		const lines = this.list.map(
			({ label, mine }, index) => `<li class="inbox-saved-line">
				<button class="dropdown-item" role="menuitem" data-choose="${index}">${escape(label)}</button>
				${mine ? forget_button(label, index) : ""}</li>`
		);
		const none = `<li class="dropdown-item text-muted">${__("Nothing saved yet")}</li>`;
		this.menu.html(`${lines.join("") || none}<li class="dropdown-divider"></li>
			<li><button class="dropdown-item" role="menuitem" data-save>${__(
				"Save These Filters…"
			)}</button></li>`);
	}

	choose(event) {
		const { filters } = this.list[event.currentTarget.dataset.choose];
		const values = typeof filters === "string" ? JSON.parse(filters) : filters;
		this.on_choose(clean(values));
	}

	forget(event) {
		event.stopPropagation();
		const { name, label } = this.list[event.currentTarget.dataset.forget];
		frappe.confirm(__("Forget the saved filter {0}?", [escape(label).bold()]), async () => {
			await server.forget_filter(name);
			await this.refresh();
		});
	}

	ask_label() {
		frappe.prompt(
			{ fieldname: "label", fieldtype: "Data", label: __("Name"), reqd: 1 },
			async ({ label }) => {
				await server.save_filter(label, changed(this.filters()));
				await this.refresh();
				frappe.show_alert({ message: __("Saved"), indicator: "green" });
			},
			__("Save These Filters"),
			__("Save")
		);
	}
}

const forget_button = (label, index) =>
	`<button class="btn btn-link btn-xs" data-forget="${index}"
		aria-label="${__("Forget {0}", [escape(label)])}">${icon("close", "xs")}</button>`;
