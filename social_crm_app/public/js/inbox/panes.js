// The three panes and which of them is seen: all on a wide screen, two on a middling one, one on a telephone.

import { icon } from "./words.js";

const NARROW = window.matchMedia("(max-width: 767px)");

export class Panes {
	constructor(parent, { on_back }) {
		this.shown = "list";
		this.root = $(`<div class="social-inbox" data-pane="list">
			<section class="inbox-pane inbox-list-pane" aria-label="${__("Mentions")}"></section>
			<section class="inbox-pane inbox-thread-pane" aria-label="${__("Conversation")}"></section>
			<section class="inbox-pane inbox-context-pane" aria-label="${__("Customer")}"></section>
		</div>`).appendTo(parent.empty());
		this.list = this.root.find(".inbox-list-pane");
		this.thread = this.root.find(".inbox-thread-pane");
		const context = this.root.find(".inbox-context-pane");
		this.add_bar(this.thread, __("List"), on_back, "inbox-narrow-only");
		this.add_bar(context, __("Conversation"), () => this.show("thread"));
		this.context = $(`<div class="inbox-context"></div>`).appendTo(context);
		this.add_context_button();
	}

	add_bar(parent, label, on_back, css_class = "") {
		const bar =
			$(`<div class="inbox-pane-bar ${css_class}"><button class="btn btn-default btn-sm">
			${icon("left", "xs")} ${label}</button></div>`).appendTo(parent);
		bar.find("button").on("click", on_back);
	}

	// Where the customer is not beside the post anyway.
	add_context_button() {
		const button = $(`<button class="btn btn-default btn-sm inbox-show-context">
			${icon("customer", "xs")} ${__("Customer")}</button>`);
		this.thread.find(".inbox-pane-bar").append(button).removeClass("inbox-narrow-only");
		button.on("click", () => this.show("context"));
	}

	/** Brings "list", "thread" or "context" forward where not all of them fit. */
	show(name) {
		this.shown = name;
		this.root.attr("data-pane", name);
	}

	get is_narrow() {
		return NARROW.matches;
	}
}
