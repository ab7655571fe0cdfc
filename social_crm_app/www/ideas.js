// Voting, commenting, handing in and similar ideas; the page reads without any of it.

frappe.ready(() => {
	const page = document.querySelector(".social-ideas");
	const ask = (method, args, type = "POST") =>
		frappe.call({
			method: `social_crm_app.api.ideas_portal.${method}`,
			args,
			type,
			error_handlers: {},
		});

	page.addEventListener("click", async (event) => {
		const button = event.target.closest("[data-vote]");
		if (!button) return;
		button.disabled = true;
		const voted = button.getAttribute("aria-pressed") === "true";
		try {
			const { message } = await ask(voted ? "withdraw" : "vote", {
				idea: button.dataset.vote,
			});
			button.parentElement.querySelector("[data-votes]").textContent = message;
			button.setAttribute("aria-pressed", String(!voted));
			button.classList.toggle("btn-primary", !voted);
			button.classList.toggle("btn-default", voted);
			offer_to_follow(!voted);
		} finally {
			button.disabled = false;
		}
	});

	// Following: who has voted is offered it, and decides.
	const follow = page.querySelector("[data-follow]");
	const is_following = () => follow?.getAttribute("aria-pressed") === "true";
	const offer_to_follow = (voted) =>
		page.querySelector("[data-offer]")?.classList.toggle("d-none", !voted || is_following());
	follow?.addEventListener("click", async () => {
		follow.disabled = true;
		const before = is_following();
		try {
			await ask(before ? "unfollow" : "follow", { idea: follow.dataset.follow });
			follow.setAttribute("aria-pressed", String(!before));
			follow.textContent = before ? follow.dataset.off : follow.dataset.on;
			follow.classList.toggle("btn-primary", !before);
			follow.classList.toggle("btn-default", before);
			offer_to_follow(false);
		} finally {
			follow.disabled = false;
		}
	});

	// A comment, and what may be done with one: the page shows afterwards what everybody sees.
	page.querySelector("[data-comment]")?.addEventListener("submit", async (event) => {
		event.preventDefault();
		const written = event.target;
		await ask("comment", { idea: written.dataset.comment, text: written.text.value });
		window.location.reload();
	});
	page.addEventListener("click", async (event) => {
		const button = event.target.closest("[data-remove-comment], [data-hide-comment]");
		if (!button) return;
		const { removeComment, hideComment, sure } = button.dataset;
		if (sure && !window.confirm(sure)) return;
		if (removeComment) await ask("remove_comment", { comment: removeComment });
		else await ask("hide_comment", { comment: hideComment });
		window.location.reload();
	});

	const form = page.querySelector("[data-submit]");
	if (!form) return;
	form.addEventListener("submit", async (event) => {
		event.preventDefault();
		const { message } = await ask("submit", {
			title: form.title.value,
			description: form.description.value,
		});
		window.location.href = `/ideas/${encodeURIComponent(message)}`;
	});

	const box = form.querySelector("[data-similar]");
	let waiting;
	form.title.addEventListener("input", () => {
		clearTimeout(waiting);
		waiting = setTimeout(show_similar, 400);
	});

	async function show_similar() {
		box.replaceChildren();
		if (form.title.value.trim().length < 4) return;
		const { message } = await ask("similar", { title: form.title.value }, "GET");
		if (!message.length) return;
		const heading = document.createElement("b");
		heading.textContent = box.dataset.heading;
		const list = document.createElement("ul");
		for (const idea of message) {
			const link = document.createElement("a");
			link.href = `/ideas/${encodeURIComponent(idea.name)}`;
			link.textContent = idea.title;
			list.appendChild(document.createElement("li")).appendChild(link);
		}
		box.replaceChildren(heading, list);
	}
});
