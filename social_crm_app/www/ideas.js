// Voting, following, commenting, handing in and similar ideas; the page reads without any of it.

frappe.ready(() => {
	const page = document.querySelector(".social-ideas");
	const SIMILAR_AFTER = 400; // milliseconds without a key

	/** Does the work with the button switched off, and says what the server refused. */
	async function work(button, run) {
		social_portal.hush(page);
		button.disabled = true;
		try {
			await run();
		} catch (failure) {
			social_portal.tell(page, failure);
		} finally {
			button.disabled = false;
		}
	}

	const ask = (method, args, type) => social_portal.call(`ideas_portal.${method}`, args, type);

	function press(button, pressed) {
		button.setAttribute("aria-pressed", String(pressed));
		button.classList.toggle("btn-primary", pressed);
		button.classList.toggle("btn-default", !pressed);
	}

	const is_pressed = (button) => button?.getAttribute("aria-pressed") === "true";

	on("click", "[data-vote]", (button) =>
		work(button, async () => {
			const voted = is_pressed(button);
			const votes = await ask(voted ? "withdraw" : "vote", { idea: button.dataset.vote });
			button.parentElement.querySelector("[data-votes]").textContent = votes;
			press(button, !voted);
			offer_to_follow(!voted);
		})
	);

	// Following: who has voted is offered it, and decides.
	const offer_to_follow = (voted) => {
		const following = is_pressed(page.querySelector("[data-follow]"));
		page.querySelector("[data-offer]")?.classList.toggle("d-none", !voted || following);
	};
	on("click", "[data-follow]", (button) =>
		work(button, async () => {
			const before = is_pressed(button);
			await ask(before ? "unfollow" : "follow", { idea: button.dataset.follow });
			press(button, !before);
			button.textContent = before ? button.dataset.off : button.dataset.on;
			offer_to_follow(false);
		})
	);

	// A comment, and what may be done with one: the page shows afterwards what everybody sees.
	on("submit", "[data-comment]", (form) =>
		work(form.querySelector("button"), async () => {
			await ask("comment", { idea: form.dataset.comment, text: form.text.value });
			window.location.reload();
		})
	);
	on("click", "[data-remove-comment]", (button) => {
		if (!window.confirm(button.dataset.sure)) return;
		work(button, async () => {
			await ask("remove_comment", { comment: button.dataset.removeComment });
			window.location.reload();
		});
	});
	on("click", "[data-hide-comment]", (button) =>
		work(button, async () => {
			await ask("hide_comment", { comment: button.dataset.hideComment });
			window.location.reload();
		})
	);

	// A new idea: those that say the same come first, while it is typed and once more before it is sent.
	on("submit", "[data-submit]", (form) => {
		const button = form.querySelector("button");
		work(button, async () => {
			if (!form.dataset.seen && (await show_similar(form))) {
				form.dataset.seen = "yes";
				button.textContent = button.dataset.anyway;
				form.querySelector("[data-similar]").scrollIntoView({ block: "nearest" });
				return;
			}
			const name = await ask("submit", words_of(form));
			window.location.href = `/ideas/${encodeURIComponent(name)}`;
		});
	});

	const words_of = (form) => ({
		title: form.title.value,
		description: form.description.value,
	});

	const form = page.querySelector("[data-submit]");
	let waiting;
	form?.addEventListener("input", () => {
		clearTimeout(waiting);
		waiting = setTimeout(
			() => show_similar(form).catch((failure) => social_portal.tell(page, failure)),
			SIMILAR_AFTER
		);
	});

	/** How many ideas say nearly the same; they are shown above the text. */
	async function show_similar(form) {
		clearTimeout(waiting);
		const box = form.querySelector("[data-similar]");
		const typed = words_of(form);
		if (typed.title.trim().length < 4) {
			box.replaceChildren();
			return 0;
		}
		const found = await ask("similar", typed, "GET");
		if (form.title.value !== typed.title) return found.length; // a later answer will show what is typed now
		box.replaceChildren(...(found.length ? [heading(box), list(found)] : []));
		return found.length;
	}

	function heading(box) {
		const element = document.createElement("b");
		element.textContent = box.dataset.heading;
		return element;
	}

	function list(ideas) {
		const element = document.createElement("ul");
		for (const idea of ideas) {
			const link = document.createElement("a");
			link.href = `/ideas/${encodeURIComponent(idea.name)}`;
			link.textContent = idea.title;
			element.appendChild(document.createElement("li")).appendChild(link);
		}
		return element;
	}

	function on(event, selector, run) {
		page.addEventListener(event, (happened) => {
			const target = happened.target.closest(selector);
			if (!target) return;
			if (event === "submit") happened.preventDefault();
			run(target);
		});
	}
});
