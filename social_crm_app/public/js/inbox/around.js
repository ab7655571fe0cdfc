// The rest of a conversation, as its platform tells it: asked once the stored part is shown, and only of a mention
// that somebody stays with. Whatever comes of it, what is stored stays on the screen.

import { server } from "./server.js";

const ASK_AFTER = 400; // milliseconds: who runs through the list asks no platform

export class Around {
	constructor({ on_told }) {
		Object.assign(this, { on_told, asked: 0 });
		this.forget();
	}

	forget() {
		clearTimeout(this.timer);
		this.asked++;
		this.items = [];
		this.trouble = "";
	}

	ask(mention) {
		this.forget();
		this.timer = setTimeout(() => this.load(mention), ASK_AFTER);
	}

	async load(mention) {
		const mine = ++this.asked;
		const answer = await server.platform_thread(mention).catch(() => null);
		if (!answer || mine !== this.asked) return;
		Object.assign(this, answer);
		this.on_told();
	}

	/** The stored entries with those of the platform between them, each once, the oldest first. */
	with_these(stored) {
		// A post has the name of the mention that a pull may have made of it meanwhile.
		const held = new Set(stored.map(({ name }) => name));
		const more = this.items.filter(({ name }) => !held.has(name));
		return [...stored, ...more].sort((one, other) =>
			one.at < other.at ? -1 : one.at > other.at
		);
	}
}
