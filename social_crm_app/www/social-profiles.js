// The page "Social Profiles": every decision is one call and the page is drawn anew by the server.

frappe.ready(() => {
	const SHARES = ["share_posts", "share_profile", "may_contact"];
	const PAUSE = 1500; // milliseconds between two looks at a check that runs
	const LOOKS = 60;
	const root = document.querySelector(".social-profiles");
	const call = (method, args, type) => social_portal.call(`claims.${method}`, args, type);

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
			social_portal.tell(root, failure);
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
			social_portal.tell(root, failure);
		}
		ended();
	}

	function busy(element) {
		social_portal.hush(root);
		const box = element.closest(".social-box");
		const buttons = [...box.querySelectorAll("button")];
		buttons.forEach((button) => (button.disabled = true));
		return () => buttons.forEach((button) => (button.disabled = false));
	}
});
