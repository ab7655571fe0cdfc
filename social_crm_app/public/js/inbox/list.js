// The list of mentions: pages of rows, the one that is open, the ticked ones, and what is new above them.
// It shows what it is given and reports what the user chose; what that changes is decided in inbox.js.

import { empty_html } from "./empty.js";
import { row_html } from "./rows.js";
import { server } from "./server.js";
import { escape, meet } from "./words.js";

const NEXT_PAGE_MARGIN = "400px"; // the next page is asked for this far before the end

export class List {
	constructor(parent, { on_open, on_step, on_tick }) {
		Object.assign(this, { on_open, on_step, on_tick });
		this.rows = new Map();
		this.ticked = new Set();
		this.current = "";
		this.next = "";
		this.asked = 0;
		this.make(parent);
	}

	make(parent) {
		this.news = $(
			`<button class="btn btn-xs btn-primary-light inbox-news hide" aria-live="polite"></button>`
		).appendTo(parent);
		this.scroller = $(`<div class="inbox-scroll"></div>`).appendTo(parent);
		this.box = $(`<div class="inbox-rows" role="listbox" aria-multiselectable="true"
			aria-label="${__("Mentions")}"></div>`).appendTo(this.scroller);
		this.foot = $(`<div class="inbox-list-foot text-muted"></div>`).appendTo(this.scroller);
		this.box.on("click", ".inbox-row", (event) => this.clicked(event));
		this.box.on("keydown", ".inbox-row", (event) => this.pressed(event));
		this.foot.on("click", "[data-more]", () => this.more());
		this.watch_end();
	}

	// Reaching the end of the list loads the next page.
	watch_end() {
		new IntersectionObserver(
			(entries) => entries.some((entry) => entry.isIntersecting) && this.more(),
			{ root: this.scroller[0], rootMargin: NEXT_PAGE_MARGIN }
		).observe(this.foot[0]);
	}

	// What every list box does with these keys; the letters are in keys.js.
	pressed(event) {
		const name = $(event.currentTarget).attr("data-name");
		const todo = {
			ArrowDown: () => this.on_step(1),
			ArrowUp: () => this.on_step(-1),
			" ": () => this.tick(name),
		}[event.key];
		if (!todo || event.ctrlKey || event.metaKey || event.altKey) return;
		event.preventDefault();
		todo();
	}

	clicked(event) {
		const name = $(event.currentTarget).attr("data-name");
		const is_tick = $(event.target).closest(".inbox-tick").length;
		if (is_tick) event.preventDefault();
		if (is_tick && event.shiftKey) this.tick_up_to(name);
		else if (is_tick || event.ctrlKey || event.metaKey) this.tick(name);
		else this.on_open(name);
	}

	/** Shows the first page of `filters`. Resolves to false if something else was asked for meanwhile. */
	async load(filters) {
		this.filters = filters;
		const mine = ++this.asked;
		this.is_loading = true;
		this.box.attr("aria-busy", "true");
		try {
			const page = await server.page(filters);
			if (mine !== this.asked) return false;
			this.show_page(page);
			return true;
		} finally {
			if (mine === this.asked) this.settle();
		}
	}

	settle() {
		this.is_loading = false;
		this.box.attr("aria-busy", "false");
	}

	show_page(page) {
		this.rows.clear();
		this.scroller.scrollTop(0);
		this.box.empty();
		this.hide_news();
		this.append(page);
		for (const name of [...this.ticked]) if (!this.rows.has(name)) this.ticked.delete(name);
		this.on_tick();
	}

	async more() {
		if (!this.next || this.is_loading) return;
		const mine = this.asked;
		this.is_loading = true;
		this.show_foot();
		try {
			const page = await server.page(this.filters, this.next);
			if (mine === this.asked) this.append(page);
		} finally {
			if (mine === this.asked) this.settle();
			this.show_foot();
		}
	}

	append({ rows, next, searched_until }) {
		const fresh = rows.filter((row) => !this.rows.has(row.name));
		for (const row of fresh) {
			meet(row.assigned);
			this.rows.set(row.name, row);
		}
		this.box.append(fresh.map((row) => row_html(row, this.ticked.has(row.name))).join(""));
		this.next = next;
		this.searched_until = searched_until;
		this.mark_current();
		this.show_foot();
	}

	show_foot() {
		if (!this.rows.size && !this.next) return this.foot.html(empty_html(this.filters));
		const until = this.searched_until
			? `<div>${__("Searched back to {0}.", [
					escape(frappe.datetime.str_to_user(this.searched_until)),
			  ])}</div>`
			: "";
		const label = this.is_loading ? __("Loading…") : __("Load More");
		const button = `<button class="btn btn-default btn-xs" data-more>${label}</button>`;
		this.foot.html(until + (this.next ? button : ""));
	}

	first() {
		return this.rows.keys().next().value || "";
	}

	/** The mention `step` places after the open one (before it, if negative); "" at the ends. */
	neighbour(step) {
		const names = [...this.rows.keys()];
		const at = names.indexOf(this.current);
		if (at === -1) return names[0] || "";
		if (at + step >= names.length) this.more();
		return names[at + step] || "";
	}

	/** Marks a mention as the open one and brings it into sight. */
	set_current(name, { focus = false } = {}) {
		this.current = name;
		this.mark_current();
		const element = this.element(name);
		if (!element.length) return;
		element[0].scrollIntoView({ block: "nearest" });
		if (focus) element[0].focus({ preventScroll: true });
	}

	// One row can be reached with the tab key: the open one, else the first.
	mark_current() {
		this.box.children().removeAttr("aria-current").attr("tabindex", "-1");
		this.element(this.current).attr("aria-current", "true");
		const is_here = this.rows.has(this.current);
		this.element(is_here ? this.current : this.first()).attr("tabindex", "0");
	}

	element(name) {
		return name ? this.box.children(`[data-name="${CSS.escape(name)}"]`) : $();
	}

	tick(name, wanted = !this.ticked.has(name)) {
		if (!this.rows.has(name)) return;
		this.ticked[wanted ? "add" : "delete"](name);
		const element = this.element(name).attr("aria-selected", String(wanted));
		element.find("input[type=checkbox]").prop("checked", wanted);
		this.last_ticked = name;
		this.on_tick();
	}

	tick_up_to(name) {
		const names = [...this.rows.keys()];
		const [from, to] = [names.indexOf(this.last_ticked), names.indexOf(name)].sort(
			(a, b) => a - b
		);
		for (const each of names.slice(Math.max(from, 0), to + 1)) this.tick(each, true);
	}

	tick_all(wanted) {
		for (const name of this.rows.keys()) this.tick(name, wanted);
	}

	/** Puts changed values into a row where it stands. */
	patch(name, values) {
		const row = this.rows.get(name);
		if (!row) return;
		Object.assign(row, values);
		const had_focus = this.element(name).is(":focus");
		this.element(name).replaceWith(row_html(row, this.ticked.has(name)));
		this.mark_current();
		if (had_focus) this.element(name).trigger("focus");
	}

	/** Takes rows out that no longer belong here. */
	drop(names) {
		for (const name of names) {
			this.rows.delete(name);
			this.ticked.delete(name);
			this.element(name).remove();
		}
		this.on_tick();
		if (!this.rows.size && this.next) this.more();
		this.show_foot();
	}

	/** Says that `count` mentions wait above; a click on it calls `show`. */
	show_news(count, show) {
		const words = count === 1 ? __("1 new mention") : __("{0} new mentions", [count]);
		this.news.text(words).removeClass("hide").off("click").on("click", show);
	}

	hide_news() {
		this.news.addClass("hide");
	}
}
