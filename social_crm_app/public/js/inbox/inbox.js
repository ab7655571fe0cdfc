// The inbox as a whole: which mentions are listed, which one is open, and what follows from what the user does.
// The panes know nothing of each other; they meet here.

import { Actions } from "./actions.js";
import { Boxes } from "./boxes.js";
import { Bulk } from "./bulk.js";
import { look_for_accounts } from "./empty.js";
import { Filters } from "./filters.js";
import { add_keys, add_signs } from "./keys.js";
import { List } from "./list.js";
import { Live } from "./live.js";
import { Panes } from "./panes.js";
import * as place from "./place.js";
import { Rows } from "./refresh.js";
import { Saved } from "./saved.js";
import { server } from "./server.js";
import { Thread } from "./thread.js";

const LOAD_AFTER = 150; // milliseconds: who runs through the list does not load every thread

export class Inbox {
	constructor(wrapper) {
		this.page = wrapper.page;
		this.mention = "";
		this.panes = new Panes(this.page.main, { on_back: () => this.back() });
		this.actions = new Actions(this);
		this.make_list_pane(this.panes.list);
		this.thread = new Thread(this.panes.thread, {
			actions: this.actions,
			row_of: (name) => this.list.rows.get(name),
			on_open: (name) => this.open(name, { is_step: true }),
		});
		this.rows = new Rows(this);
		this.live = new Live({
			on_mentions: (names) => this.rows.heard_of(names),
			on_reply: (name) => this.refresh_one(name),
			on_return: () => this.count(),
		});
		this.make_menu();
		this.listen(wrapper);
	}

	make_list_pane(parent) {
		const change = (values) => this.filter(values);
		this.boxes = new Boxes(parent, change);
		this.filters = new Filters(parent, change);
		this.saved = new Saved(this.filters.bar, {
			filters: () => this.filter_values,
			on_choose: (filters) => this.go({ filters, mention: this.mention }, true),
		});
		this.bulk_place = $(`<div></div>`).appendTo(parent);
		this.list = new List(parent, {
			on_open: (name) => this.open(name),
			on_step: (by) => this.step(by),
			on_tick: () => this.bulk?.refresh(),
		});
		this.bulk = new Bulk(this.bulk_place, { list: this.list, actions: this.actions });
		this.list.foot.on("click", "[data-reset]", () => this.filters.reset());
	}

	make_menu() {
		this.page.add_action_icon("refresh", () => this.reload(), "", __("Refresh"));
		this.page.add_menu_item(__("Keyboard Shortcuts"), () =>
			frappe.ui.keys.show_keyboard_shortcut_dialog()
		);
		this.page.add_menu_item(__("List of Mentions"), () => frappe.set_route("List", "Mention"));
	}

	listen(wrapper) {
		$(wrapper).on("hide", () => this.live.stop());
		add_signs(this.page, this);
	}

	/** The page is looked at: for the first time, again, because of a link into it, or by the back button within. */
	show() {
		const was_away = !this.live.is_on;
		if (was_away) {
			add_keys(this.page, this);
			this.live.start();
			this.live.follow(this.mention);
		}
		const wanted = place.asked_for();
		if (wanted || !was_away || !this.filter_values)
			return this.go(wanted || place.in_address());
		this.write_place();
		this.rows.catch_up();
	}

	/** Goes to a place: {filters, mention}. With `is_step`, the back button leads here again from there. */
	async go({ filters, mention }, is_step = false) {
		const is_same = JSON.stringify(filters) === JSON.stringify(this.filter_values);
		this.filter_values = filters;
		if (mention !== this.mention) mention ? this.open(mention) : this.close();
		this.write_place(is_step);
		if (!is_same) await this.refresh();
	}

	filter(values) {
		const filters = place.clean({ ...this.filter_values, ...values });
		const is_search = Object.keys(values).join() === "search";
		return this.go({ filters, mention: this.mention }, !is_search);
	}

	/** Loads the list and the numbers anew. */
	async refresh() {
		this.boxes.show(this.filter_values);
		this.filters.show(this.filter_values);
		this.count();
		const is_shown = await this.list.load(this.filter_values);
		if (!is_shown) return;
		if (!this.list.rows.size) {
			await look_for_accounts();
			this.list.show_foot();
		}
		this.list.set_current(this.mention);
	}

	reload() {
		if (this.mention) this.load_thread(this.mention);
		return this.refresh();
	}

	async count() {
		const asked = (this.count_asked = {});
		const counts = await server.counts(this.filter_values);
		if (asked === this.count_asked) this.boxes.show_counts(counts, this.filter_values);
	}

	/** Opens a mention; `lazily` while the user runs through the list with a key. */
	open(name, { lazily = false, focus = false, is_step = this.panes.is_narrow } = {}) {
		this.mention = name;
		this.list.set_current(name, { focus });
		this.panes.show("thread");
		this.write_place(is_step);
		this.live.follow(name);
		this.thread.leave(name);
		clearTimeout(this.opening);
		if (!lazily) return this.load_thread(name);
		this.opening = setTimeout(() => this.load_thread(name), LOAD_AFTER);
	}

	async load_thread(name) {
		social_crm.context?.show(this.panes.context, name);
		await this.thread.load(name);
	}

	/** Nothing is open any more; on a narrow screen that is the list. */
	close() {
		this.mention = "";
		clearTimeout(this.opening);
		this.live.follow("");
		this.thread.show_nothing();
		this.panes.context.empty();
		this.panes.show("list");
	}

	write_place(is_step = false) {
		if (!this.live.is_on) return; // an answer that came late: the address is another page's by now
		place.write(
			{ filters: this.filter_values || place.clean({}), mention: this.mention },
			is_step
		);
	}

	back() {
		if (this.panes.shown === "context") return this.panes.show("thread");
		if (!this.panes.is_narrow)
			return this.list.set_current(this.list.current, { focus: true });
		if (place.came_by_step()) return window.history.back();
		this.go({ filters: this.filter_values, mention: "" });
	}

	row(name) {
		if (this.list.rows.has(name)) return this.list.rows.get(name);
		return this.thread.mention?.name === name ? this.thread.mention : null;
	}

	/** j and k. Where only the list is seen, they mark; where the thread is seen, they open. */
	step(by) {
		const name = this.list.neighbour(by);
		if (!name) return;
		if (this.panes.is_narrow && this.panes.shown === "list")
			return this.list.set_current(name, { focus: true });
		this.open(name, { lazily: true, focus: !this.panes.is_narrow, is_step: false });
	}

	enter() {
		const name = this.list.current || this.list.first();
		if (!name) return;
		if (name !== this.mention) this.open(name);
		else this.panes.show("thread");
		if (!this.panes.is_narrow) this.thread.scroller.trigger("focus");
	}

	tick() {
		if (this.list.current) this.list.tick(this.list.current);
	}

	/** A key for the ticked mentions or, if none is ticked, for the one at hand. */
	for_chosen(what) {
		const ticked = [...this.list.ticked];
		const names = ticked.length ? ticked : [this.list.current || this.mention].filter(Boolean);
		if (!names.length) return;
		const is_done = names.every(
			(name) => !["Open", "Waiting"].includes(this.row(name)?.status)
		);
		const todo = {
			assign_to_me: () => this.actions.assign(names, frappe.session.user),
			ask_assignee: () => this.actions.ask_assignee(names),
			ask_tag: () => this.actions.ask_tag(names),
			close: () => this.actions.set_status(names, is_done ? "Open" : "Closed"),
			ignore: () => this.actions.set_status(names, "Ignored"),
		};
		return todo[what]();
	}

	/** Shows what became of changed mentions; what no longer belongs here makes room for the next. */
	after(names, values) {
		this.rows.patch(names, values);
		const gone = names.filter((name) => this.list.rows.has(name) && !this.rows.fits(name));
		const next = gone.includes(this.list.current) ? this.rows.next_after(gone) : null;
		this.list.drop(gone);
		this.count();
		if (next === null) return;
		if (this.panes.is_narrow && this.panes.shown === "list")
			return this.list.set_current(next);
		if (next) return this.open(next, { is_step: false, focus: true });
		this.close();
		this.write_place();
	}

	/** One mention has changed on the server. */
	refresh_one(name) {
		return this.rows.heard_of([name]);
	}
}
