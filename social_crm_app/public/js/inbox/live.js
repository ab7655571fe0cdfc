// News from the server while the inbox is looked at: mentions that came or changed, replies that went out.
// It says which mentions, at most every few seconds, and does nothing while nobody looks.

const EVERY = 2500; // milliseconds between two rounds, however much happens
const FIRST_AFTER = 600;

export class Live {
	constructor({ on_mentions, on_reply, on_return }) {
		Object.assign(this, { on_mentions, on_reply, on_return });
		this.waiting = new Set();
		this.heard_mention = (data) => data?.doctype === "Mention" && this.note(data.name);
		this.heard_reply = ({ mention }) => this.on_reply(mention);
		this.connected = () => this.subscribe();
		document.addEventListener("visibilitychange", () => this.looked_at());
	}

	/** Starts listening; again at every visit, because Frappe's lists take all listeners away. */
	start() {
		this.stop_listening();
		this.is_on = true;
		frappe.realtime.on("list_update", this.heard_mention);
		frappe.realtime.on("social_reply", this.heard_reply);
		frappe.realtime.on("connect", this.connected); // rooms are forgotten when the line breaks
		this.subscribe();
		// A list that is being left gives its rooms back a moment later, ours among them.
		setTimeout(() => this.is_on && this.subscribe(), FIRST_AFTER);
	}

	stop() {
		this.is_on = false;
		this.stop_listening();
		frappe.realtime.doctype_unsubscribe("Mention");
		this.follow("");
		clearTimeout(this.timer);
		this.timer = null;
		this.waiting.clear();
	}

	stop_listening() {
		frappe.realtime.off("list_update", this.heard_mention);
		frappe.realtime.off("social_reply", this.heard_reply);
		frappe.realtime.off("connect", this.connected);
	}

	subscribe() {
		frappe.realtime.doctype_subscribe("Mention");
		if (this.followed) frappe.realtime.emit("doc_subscribe", "Mention", this.followed);
	}

	/** Hears of replies to this mention and no longer of those to the one before. */
	follow(name) {
		if (name === this.followed) return;
		const is_form_s = frappe.realtime.open_docs.has(`Mention:${this.followed}`);
		if (this.followed && !is_form_s)
			frappe.realtime.emit("doc_unsubscribe", "Mention", this.followed);
		this.followed = name;
		if (name) frappe.realtime.emit("doc_subscribe", "Mention", name);
	}

	note(name) {
		this.waiting.add(name);
		if (!this.timer && !document.hidden)
			this.timer = setTimeout(() => this.tell(), FIRST_AFTER);
	}

	async tell() {
		const names = [...this.waiting];
		this.waiting.clear();
		try {
			await this.on_mentions(names);
		} finally {
			if (this.is_on) this.timer = setTimeout(() => this.next_round(), EVERY);
		}
	}

	next_round() {
		this.timer = null;
		if (this.waiting.size && !document.hidden) this.tell();
	}

	looked_at() {
		if (!this.is_on || document.hidden) return;
		this.on_return();
		if (this.waiting.size && !this.timer) this.tell();
	}
}
