// The Social section on the forms of Lead, Customer and Contact. Frappe runs this file once for each of the
// three, hence the guard. It must never hold up or break a form that is not ours.

frappe.provide("social_crm");

if (!social_crm.party_forms) {
	social_crm.party_forms = ["Lead", "Customer", "Contact"];
	for (const doctype of social_crm.party_forms) {
		frappe.ui.form.on(doctype, {
			refresh(frm) {
				frm.get_field("social_handles")?.$input?.css("height", "6rem");
				if (!frm.is_new() && frappe.model.can_read("Mention")) {
					frappe.after_ajax(() => social_crm.add_party_section(frm));
				}
			},
		});
	}
}

social_crm.add_party_section = async (frm) => {
	const name = frm.doc.name;
	const asked = (frm.social_crm_asked = {});
	const { message: summary } = await frappe.call({
		method: "social_crm_app.api.party.summary",
		type: "GET",
		args: { doctype: frm.doctype, name },
		silent: true,
	});
	const is_stale = frm.doc.name !== name || frm.social_crm_asked !== asked;
	if (is_stale || !(summary?.total || summary?.profiles?.length)) return;

	const body = social_crm.party_body(frm).html(social_crm.party_section(summary));
	body.off("click.social").on("click.social", "[data-reply]", (event) =>
		social_crm.reply_from_line(frm, event.currentTarget.dataset.reply)
	);
	frm.dashboard.show();
	if (summary.total) {
		social_crm.when_visible(body.find(".social-party-trend")[0], (parent) =>
			social_crm.draw_trend(parent, summary.trend)
		);
	}
};

// The section that is there already, when only what it says has changed.
social_crm.party_body = (frm) => {
	const body = frm.dashboard.parent.find(".social-party .section-body");
	return body.length ? body : frm.dashboard.add_section("", __("Social"), "custom social-party");
};

/** Answers one of the mentions of the section; afterwards the section says so. */
social_crm.reply_from_line = async (frm, name) => {
	const fields = ["name", "text", "author_name", "author_handle"];
	const { message: mention } = await frappe.db.get_value("Mention", name, fields);
	const party = frm.doc.name;
	await social_crm.reply.open(mention, () => {
		if (frm.doc.name === party) social_crm.add_party_section(frm);
	});
};

// Who has answered or is answering, else the way to do it.
social_crm.answer_on_line = (mention) => {
	const escape = frappe.utils.escape_html;
	if (mention.answering) {
		const { sender, status } = mention.answering;
		return `<span class="indicator orange">${__("{0} is answering ({1})", [
			escape(sender),
			escape(__(status)),
		])}</span>`;
	}
	const who = mention.replied_by_name;
	const said = who ? __("Replied by {0}", [escape(who)]) : __("Replied");
	const state =
		mention.status === "Replied" ? `<span class="indicator green">${said}</span>` : "";
	if (!frappe.model.can_create("Mention Reply")) return state;
	return `${state}<button class="btn btn-default btn-xs" data-reply="${escape(
		mention.name
	)}">${__("Reply")}</button>`;
};

// The dashboard may be on a tab that is not open: a chart drawn there would have no width.
social_crm.when_visible = (element, draw) => {
	new IntersectionObserver((entries, observer) => {
		if (!entries.some((entry) => entry.isIntersecting)) return;
		observer.disconnect();
		draw(element);
	}).observe(element);
};

social_crm.party_section = (summary) => {
	const part = (title, html) =>
		html &&
		`<div class="social-party-part"><div class="social-party-title">${title}</div>${html}</div>`;
	const total = summary.more ? `${summary.total}+` : summary.total;
	const mentions = social_crm.mention_lines(summary.mentions, social_crm.answer_on_line);
	const count = summary.mentions.length;
	return `<div class="row">
		<div class="col-md-6">
			${part(__("Profiles"), summary.profiles.map(social_crm.profile_line).join(""))}
			${part(__("Sentiment by Month"), summary.total ? `<div class="social-party-trend"></div>` : "")}
		</div>
		<div class="col-md-6">${part(__("Last {0} of {1} Mentions", [count, total]), mentions)}</div>
	</div>`;
};

social_crm.profile_line = (profile) => {
	const escape = frappe.utils.escape_html;
	const followers = profile.followers
		? __("{0} followers", [frappe.utils.shorten_number(profile.followers, null, 4)])
		: "";
	const verified = profile.verified
		? `${frappe.utils.icon("tick", "xs")} ${__("Verified")}`
		: "";
	const about = [escape(__(profile.platform)), followers, verified].filter(Boolean).join(" · ");
	return `<div class="social-line">
		<div class="social-line-text">
			${social_crm.form_link("Social Profile", profile.name, profile.title)}</div>
		<div class="social-line-about text-muted">
			<span>${about}</span>${social_crm.outside_link(profile.url, __("See Profile"))}</div>
		<div class="social-line-about text-muted">${escape(profile.link_reason || "")}</div>
	</div>`;
};

social_crm.draw_trend = (parent, trend) => {
	const series = [
		["positive", __("Positive"), "#48BB74"],
		["neutral", __("Neutral"), "#A6B1B9"],
		["negative", __("Negative"), "#F56B6B"],
		["unknown", __("Not Known"), "#DCE0E3"],
	].filter(([key]) => trend.some((month) => month[key]));
	if (!series.length) return;
	new frappe.Chart(parent, {
		type: "bar",
		height: 180,
		animate: 0,
		showLegend: 0, // the chart's own is cut off on a narrow screen
		colors: series.map(([, , colour]) => colour),
		barOptions: { stacked: 1, spaceRatio: 0.4 },
		axisOptions: { xIsSeries: 1, shortenYAxisNumbers: 1 },
		data: {
			labels: trend.map(({ month }) => moment(month, "YYYY-MM").format("MMM YY")),
			datasets: series.map(([key, label]) => ({
				name: label,
				values: trend.map((month) => month[key]),
			})),
		},
	});
	const legend = series.map(
		([, label, colour]) => `<span><i style="background: ${colour}"></i>${label}</span>`
	);
	$(parent).append(`<div class="social-party-legend text-muted small">${legend.join("")}</div>`);
};
