// The page "Social Profiles": every decision is one call and the page is drawn anew by the server.

frappe.ready(() => {
	const API = "social_crm_app.api.claims.";
	const SHARES = ["share_posts", "share_profile", "may_contact"];
	const PAUSE = 1500; // milliseconds between two looks at a check that runs
	const LOOKS = 60;
	const root = document.querySelector(".social-profiles");
	const error = root.querySelector("[data-error]");

	on("submit", "[data-start]", (form) =>
		act(form, "start", {
			platform: form.platform.value,
			handle: form.handle.value,
			...shares(form),
		})
	);
	on("submit", "[data-change]", (form) =>
		act(form, "change", { profile: profile(form), ...shares(form) })
	);
	on("click", "[data-withdraw]", (button) => {
		if (window.confirm(button.dataset.question)) {
			act(button, "withdraw", { profile: profile(button) });
		}
	});
	on("click", "[data-drop]", (button) => act(button, "drop", { claim: claim(button) }));
	on("click", "[data-copy]", async (button) => {
		const code = button.parentElement.querySelector("[data-code]");
		window.getSelection().selectAllChildren(code);
		if (navigator.clipboard) await navigator.clipboard.writeText(code.textContent);
		button.textContent = button.dataset.done;
	});
	on("click", "[data-check]", check);
	root.querySelector("#social-platform")?.addEventListener("change", ({ target }) => {
		root.querySelector("#social-handle").placeholder =
			target.selectedOptions[0].dataset.example;
	});

	function on(event, selector, run) {
		root.addEventListener(event, (happened) => {
			const target = happened.target.closest(selector);
			if (!target) return;
			if (event === "submit") happened.preventDefault();
			run(target);
		});
	}

	root.querySelector("fieldset").disabled = false;

	const claim = (element) => element.closest("[data-claim]").dataset.claim;
	const profile = (element) => element.closest("[data-profile]").dataset.profile;
	const shares = (form) =>
		Object.fromEntries(SHARES.map((share) => [share, form[share].checked ? 1 : 0]));

	async function act(element, method, args) {
		const ended = busy(element);
		try {
			await call(method, args);
			window.location.reload();
		} catch (failure) {
			tell(failure);
			ended();
		}
	}

	async function check(button) {
		const ended = busy(button);
		const said = button.closest("[data-claim]").querySelector("[data-said]");
		try {
			await call("check", { claim: claim(button) });
			for (let look = 0; look < LOOKS; look++) {
				const state = await call("state", { claim: claim(button) }, "GET");
				said.textContent = state.said;
				if (state.status !== "Waiting") return window.location.reload();
				if (state.outcome !== "Checking") break;
				await new Promise((resolve) => setTimeout(resolve, PAUSE));
			}
		} catch (failure) {
			tell(failure);
		}
		ended();
	}

	async function call(method, args, type = "POST") {
		const url = new URL(`/api/method/${API}${method}`, window.location.origin);
		const body = new URLSearchParams(args);
		if (type === "GET") url.search = body;
		const answer = await fetch(url, {
			method: type,
			headers: { Accept: "application/json", "X-Frappe-CSRF-Token": frappe.csrf_token },
			body: type === "GET" ? undefined : body,
		});
		const found = await answer.json().catch(() => ({}));
		if (answer.ok) return found.message;
		throw new Error(message_of(found));
	}

	function message_of(found) {
		try {
			const html = JSON.parse(JSON.parse(found._server_messages)[0]).message;
			return new DOMParser().parseFromString(html, "text/html").body.textContent;
		} catch {
			return __("That did not work. Please load the page again.");
		}
	}

	function tell(failure) {
		error.textContent = failure.message;
		error.classList.remove("d-none");
		error.scrollIntoView({ block: "nearest" });
	}

	function busy(element) {
		error.classList.add("d-none");
		const box = element.closest(".social-box");
		const buttons = [...box.querySelectorAll("button")];
		buttons.forEach((button) => (button.disabled = true));
		return () => buttons.forEach((button) => (button.disabled = false));
	}
});
