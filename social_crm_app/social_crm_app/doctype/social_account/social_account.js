// The form of an account: asks for what its platform needs, says how it is, and pulls on demand.

const SYNC = __("Sync");

frappe.ui.form.on("Social Account", {
	setup(frm) {
		frappe.realtime.on("social_sync", (run) => show_progress(frm, run));
	},

	refresh(frm) {
		frm.trigger("platform");
		if (frm.is_new()) return;
		show_health(frm);
		if (!frm.has_perm("write")) return;
		frm.add_custom_button(__("Test Connection"), () => test_connection(frm));
		if (frm.doc.enabled) frm.add_custom_button(__("Sync Now"), () => sync_now(frm));
	},

	async platform(frm) {
		const platforms = await known_platforms();
		const platform = platforms[frm.doc.platform];
		if (platform) fit_to_platform(frm, platform.setup, platform.capabilities);
	},
});

function known_platforms() {
	social_crm.platforms ??= frappe
		.call({ method: "social_crm_app.api.account.platforms", type: "GET" })
		.then(({ message }) => message);
	return social_crm.platforms;
}

function fit_to_platform(frm, setup, capabilities) {
	const is_feed = frm.doc.platform === "RSS/Atom Feed";
	const set = (field, values) => {
		for (const [key, value] of Object.entries(values)) frm.set_df_property(field, key, value);
	};
	const has_server = setup.needs_instance_url || setup.default_instance_url;
	const example = is_feed ? "https://example.com/feed.xml" : "https://mastodon.social";
	set("instance_url", {
		hidden: !has_server,
		reqd: setup.needs_instance_url,
		label: is_feed ? __("Feed URL") : __("Server URL"),
		description: setup.needs_instance_url
			? __("For example {0}", [`<code>${example}</code>`])
			: __("Leave empty for {0}", [`<code>${setup.default_instance_url}</code>`]),
	});
	const has_login = setup.optional_secrets?.includes("password");
	set("handle", {
		hidden: !setup.needs_handle && !has_login,
		reqd: setup.needs_handle,
		label: has_login ? __("User Name") : __("Handle"),
		description: has_login
			? __("Only for a feed behind a login")
			: __("Your own account there, for example {0}", ["<code>acme.bsky.social</code>"]),
	});
	set("include_mentions", { hidden: !capabilities.can_mentions });
	set("search_terms", { hidden: !capabilities.can_search });
	for (const { fieldname } of frm.meta.fields.filter((df) => df.fieldtype === "Password")) {
		set(fieldname, { reqd: setup.secrets.includes(fieldname) });
	}
}

function show_health(frm) {
	const { doc } = frm;
	const when = (moment) => frappe.datetime.str_to_user(moment);
	const until = doc.complete_until
		? __("Data is complete until {0}.", [when(doc.complete_until)])
		: __("Nothing has been brought in yet.");
	const [colour, ...lines] =
		{
			OK: [doc.complete_until ? "green" : "blue", until],
			Broken: [
				"red",
				__("Broken since {0}.", [when(doc.broken_since)]),
				doc.last_error,
				until,
			],
			"Rate Limited": [
				"orange",
				__("The platform asked us to wait. It goes on by itself at {0}.", [
					when(doc.next_sync_at),
				]),
				until,
			],
			Paused: ["yellow", __("Paused. Tick Enabled to go on where it stopped."), until],
			"Not Connected": [
				"blue",
				__("Not connected yet. Test Connection shows whose account this is."),
				__("The first pull follows by itself."),
			],
		}[doc.status] || [];
	frm.set_intro(social_crm.as_text(lines.filter(Boolean).join("\n")), colour);
}

async function test_connection(frm) {
	if (frm.is_dirty()) await frm.save();
	const { message: found } = await frappe.call({
		method: "social_crm_app.api.account.test_connection",
		args: { account: frm.doc.name },
		freeze: true,
		freeze_message: __("Asking {0}…", [__(frm.doc.platform)]),
	});
	const escape = frappe.utils.escape_html;
	const name = [found.display_name, found.handle && `(${found.handle})`]
		.filter(Boolean)
		.join(" ");
	frappe.msgprint(
		found.ok
			? {
					title: __("Connected"),
					indicator: "green",
					message: `${__("This account is {0}.", [`<b>${escape(name)}</b>`])}
						${social_crm.outside_link(found.url, found.url)}`,
			  }
			: {
					title: __("Connection Failed"),
					indicator: "red",
					message: social_crm.as_text(found.message),
			  }
	);
	frm.reload_doc();
}

async function sync_now(frm) {
	if (frm.is_dirty()) await frm.save();
	await frappe.xcall("social_crm_app.api.account.sync_now", { account: frm.doc.name });
	frm.dashboard.show_progress(SYNC, 2, __("Waiting for a background worker…"));
}

function show_progress(frm, run) {
	if (frm.doc?.name !== run.account) return;
	frm.dashboard.show_progress(SYNC, run.percent, run.message);
	if (run.percent < 100) return;
	const is_good = run.status === "OK";
	frappe.show_alert({ message: run.message, indicator: is_good ? "green" : "red" });
	frm.dashboard.hide_progress();
	frm.reload_doc();
}
