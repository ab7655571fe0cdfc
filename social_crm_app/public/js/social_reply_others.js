// What others do while the reply box is open, and that the box is open, for them to see.

import { as_lines, escape_text } from "./social_reply_lines.js";
import { post } from "./social_reply_server.js";

const EVERY = 60 * 1000; // milliseconds; the server forgets a box that is silent for two and a half minutes

/** "Ada and Bob have the reply box open", or "". */
export function writing_words(writing) {
	if (!writing?.length) return "";
	const names = frappe.utils.comma_and(writing.map(({ full_name }) => escape_text(full_name)));
	return writing.length > 1
		? __("{0} have the reply box open.", [names])
		: __("{0} has the reply box open.", [names]);
}

function answered_words({ sender_name, sent_at, text }) {
	const who = `<b>${escape_text(sender_name)}</b>`;
	const words = text
		? `<blockquote class="small mb-0 mt-2" style="overflow-wrap: anywhere; max-height: 8rem;
			overflow: auto">${as_lines(text)}</blockquote>`
		: "";
	return `<div class="alert alert-warning mb-2" role="alert" data-answered>
		${__("{0} has answered this meanwhile:", [who])}
		<span class="text-muted small">${comment_when(sent_at)}</span>${words}</div>`;
}

function pending_words({ sender_name, status }) {
	const words = __("{0} is answering this mention already ({1}).", [
		`<b>${escape_text(sender_name)}</b>`,
		escape_text(__(status)),
	]);
	return `<div class="alert alert-warning mb-2" role="alert">${words}</div>`;
}

/** Keeps an open box in touch: `seen()` gives the last reply that its user has seen, `show(html)` shows the rest. */
export class Others {
	constructor(mention, { seen, show }) {
		Object.assign(this, { mention, seen, show });
		this.heard = (data) => data.mention === mention && this.attend();
	}

	start() {
		this.is_on = true;
		this.timer = setInterval(() => this.attend(), EVERY);
		for (const event of ["social_reply", "social_reply_box"])
			frappe.realtime.on(event, this.heard);
		this.attend();
	}

	stop() {
		this.is_on = false;
		clearInterval(this.timer);
		for (const event of ["social_reply", "social_reply_box"])
			frappe.realtime.off(event, this.heard);
		this.tell(false).catch(() => {}); // the server forgets it by itself
	}

	async attend() {
		try {
			const told = await this.tell(true);
			if (this.is_on) this.refresh(told);
			else this.tell(false); // it was closed while the server was being told that it is open
		} catch (error) {
			return; // nothing depends on it, and the next round asks again
		}
	}

	tell(is_open) {
		const args = { mention: this.mention, last_sent: this.seen(), is_open: is_open ? 1 : 0 };
		return post("attend", args, { silent: true });
	}

	refresh({ pending, answered, writing }) {
		this.answered = answered || this.answered; // stays once it was shown
		const words = writing_words(writing);
		this.show(
			(this.answered ? answered_words(this.answered) : "") +
				(pending ? pending_words(pending) : "") +
				(words
					? `<div class="small text-muted mb-2"><span class="indicator blue"></span>${words}</div>`
					: "")
		);
	}
}
