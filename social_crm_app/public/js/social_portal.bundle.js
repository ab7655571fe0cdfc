// What the app's portal pages share: calling the server, and telling what it refused. No desk, no jQuery.

const social_portal = {
	/** What a whitelisted function of `social_crm_app.api` answers; throws an Error with the words of its refusal. */
	async call(method, args, type = "POST") {
		const url = new URL(`/api/method/social_crm_app.api.${method}`, window.location.origin);
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
	},

	/** Shows a failure in the page's alert, which screen readers read out. */
	tell(page, failure) {
		const alert = page.querySelector("[data-error]");
		alert.textContent = failure.message;
		alert.classList.remove("d-none");
		alert.scrollIntoView({ block: "nearest" });
	},

	/** Takes the last failure away, because something new is tried. */
	hush(page) {
		page.querySelector("[data-error]").classList.add("d-none");
	},
};

function message_of(found) {
	try {
		const html = JSON.parse(JSON.parse(found._server_messages)[0]).message;
		return new DOMParser().parseFromString(html, "text/html").body.textContent;
	} catch {
		return __("That did not work. Please load the page again.");
	}
}

window.social_portal = social_portal;
