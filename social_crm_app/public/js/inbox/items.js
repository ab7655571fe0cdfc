// One entry of a thread: what somebody posted, what we answered, or a note that stays here. Gives HTML only.

import { author_of, avatar, escape, icon, status_pill } from "./words.js";

/** An entry of the thread as the server gives it. */
export function item_html(item) {
	if (item.kind === "note") return note_html(item);
	const classes = [
		"inbox-item",
		item.is_ours ? "inbox-item-ours" : "",
		item.is_this ? "inbox-item-this" : "",
		item.kind === "post" ? "inbox-item-there" : "",
	];
	return `<article class="${classes.filter(Boolean).join(" ")}" ${
		item.is_this ? `aria-current="true"` : ""
	}>
		${head(item, badges(item))}
		<div class="inbox-item-text">${escape(item.text) || no_text()}</div>
		${foot(item)}
	</article>`;
}

function note_html(item) {
	const badge = `<span class="inbox-note-badge">${icon("lock", "xs")} ${__(
		"Internal note"
	)}</span>`;
	return `<article class="inbox-item inbox-item-note">
		${head(item, badge)}
		<div class="inbox-item-text">${escape(item.text)}</div>
	</article>`;
}

function head(item, more) {
	const author = author_of(item);
	const handle =
		item.handle && item.handle !== author
			? `<span class="text-muted">@${escape(item.handle)}</span>`
			: "";
	return `<header class="inbox-item-head">
		<span aria-hidden="true">${avatar(author, "avatar-small")}</span>
		<span class="inbox-item-author">${escape(author)}</span>${handle}${more}
		<span class="inbox-item-time text-muted">${item.at ? comment_when(item.at) : ""}</span>
	</header>`;
}

function badges(item) {
	const ours = item.is_ours
		? `<span class="indicator-pill no-indicator-dot blue">${our_words(item)}</span>`
		: "";
	const there =
		item.kind === "post" ? `<span class="text-muted">${__("Not stored here")}</span>` : "";
	// What is still on its way, or did not get through, must not look like a sent reply.
	const state = item.kind === "reply" && item.status !== "Sent" ? reply_state(item.status) : "";
	const closed = item.private
		? `<span class="text-muted">${icon("lock", "xs")} ${__("Private")}</span>`
		: "";
	return ours + state + there + closed;
}

const our_words = (item) =>
	item.kind === "post" && !item.is_reply ? __("Our post") : __("Our reply");

// A picture alone, perhaps: the link below leads to it.
const no_text = () => `<span class="text-muted">${__("No text")}</span>`;

const reply_state = (status) =>
	status === "Failed"
		? `<span class="indicator-pill red">${__("Not sent")}</span>`
		: status_pill(status);

function foot(item) {
	const there = social_crm.outside_link(item.permalink, __("Open Post"), "text-muted");
	const here =
		item.kind === "mention" && !item.is_this
			? `<button class="btn-reset text-muted" data-open="${escape(item.name)}">${__(
					"Open Here"
			  )}</button>`
			: "";
	return there || here ? `<footer class="inbox-item-foot">${there}${here}</footer>` : "";
}
