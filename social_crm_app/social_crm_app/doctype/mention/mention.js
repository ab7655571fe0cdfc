// The form of a mention: the post as it was written, and what can be made of it.

frappe.ui.form.on("Mention", {
	refresh(frm) {
		if (frm.is_new()) return;
		frm.get_field("post").$wrapper.html(post_card(frm.doc));
		show_panel(frm);
		social_crm.reply.setup(frm);
		if (!frm.has_perm("write")) return;
		add_party_button(frm);
		add_idea_button(frm);
		add_status_buttons(frm);
	},
});

function post_card(doc) {
	const escape = frappe.utils.escape_html;
	const name = doc.author_name || doc.author_handle || __("Unknown author");
	const author = doc.social_profile
		? social_crm.form_link("Social Profile", doc.social_profile, name, "bold")
		: `<span class="bold">${escape(name)}</span>`;
	const handle = doc.author_handle && doc.author_handle !== name ? `@${doc.author_handle}` : "";
	const about = [handle, __(doc.platform), __(doc.kind)].filter(Boolean).map(escape).join(" · ");
	return `<div class="social-post">
		<div class="social-post-head">
			${frappe.get_avatar("avatar-medium", escape(name))}
			<div class="social-post-author">${author}
				<div class="text-muted small">${about} · ${comment_when(doc.posted_at)}</div>
			</div>
		</div>
		<div class="social-post-text">${escape(doc.text || "")}</div>
		<div class="social-post-foot text-muted small">${post_foot(doc)}</div>
	</div>`;
}

function post_foot(doc) {
	const deleted = `<span class="indicator-pill red">${__("Deleted on the platform")}</span>`;
	const cut = __("Shortened; the whole text is in the raw payload");
	const counts = [
		[doc.likes, __("Likes: {0}", [doc.likes])],
		[doc.reposts, __("Reposts: {0}", [doc.reposts])],
		[doc.replies, __("Replies: {0}", [doc.replies])],
		[doc.edited_at, __("Edited")],
		[doc.private, __("Private message")],
		[doc.text_cut, cut],
	];
	return [
		doc.deleted_upstream ? deleted : "",
		...counts.filter(([is_there]) => is_there).map(([, label]) => `<span>${label}</span>`),
		social_crm.outside_link(doc.permalink, __("Open Post"), "btn btn-default btn-xs"),
	].join("");
}

function add_party_button(frm) {
	const [doctype, name] = party_of(frm.doc);
	if (name) {
		frm.add_custom_button(__("Open {0}", [__(doctype)]), () =>
			frappe.set_route("Form", doctype, name)
		);
	} else if ((frm.doc.author_name || frm.doc.author_handle) && frappe.model.can_create("Lead")) {
		frm.add_custom_button(__("Make Lead"), () => make(frm, "make_lead"));
	}
}

// The same order as on the server: a Customer before a Lead before anything else.
function party_of(doc) {
	if (doc.customer) return ["Customer", doc.customer];
	if (doc.lead) return ["Lead", doc.lead];
	return [doc.party_type, doc.party];
}

function add_idea_button(frm) {
	const idea = frm.doc.documents?.find((row) => row.document_type === "Idea");
	if (idea) {
		frm.add_custom_button(__("Open Idea"), () =>
			frappe.set_route("Form", "Idea", idea.document_name)
		);
	} else if (frappe.model.can_create("Idea")) {
		frm.add_custom_button(__("Make Idea"), () => make(frm, "make_idea"));
		frm.add_custom_button(__("Add to Idea…"), () => ask_idea(frm));
	}
}

function ask_idea(frm) {
	frappe.prompt(
		{
			fieldname: "idea",
			fieldtype: "Link",
			options: "Idea",
			label: __("Idea"),
			reqd: 1,
			get_query: () => ({ filters: { merged_into: ["is", "not set"] } }),
		},
		async ({ idea }) => {
			await frappe.xcall("social_crm_app.api.idea.add_evidence", {
				idea,
				doctype: "Mention",
				name: frm.doc.name,
			});
			frm.reload_doc();
		},
		__("Add to Idea"),
		__("Add")
	);
}

// Who the author might be, under the fields that say who it is.
function show_panel(frm) {
	const section = frm.get_field("who_section").wrapper;
	section.find(".social-match-panel").remove();
	if (!frm.doc.social_profile || !frappe.model.can_read("Social Profile Match")) return;
	const parent = $(`<div class="social-match-panel col-sm-12"></div>`).appendTo(
		section.find(".section-body")
	);
	social_crm.show_match_panel(parent, frm.doc.social_profile, () => frm.reload_doc());
}

function add_status_buttons(frm) {
	if (frappe.model.has_workflow("Mention")) return;
	for (const status of ["Open", "Replied", "Waiting", "Closed", "Ignored"]) {
		if (status === frm.doc.status) continue;
		frm.add_custom_button(
			__(status),
			() => frm.set_value("status", status).then(() => frm.save()),
			__("Set Status")
		);
	}
}

async function make(frm, what) {
	if (frm.is_dirty()) await frm.save();
	// As in a save: the server tells of the changed mention, which would pull the user back to it a second later.
	frappe.ui.form.is_saving = true;
	try {
		const { message } = await frappe.call({
			method: `social_crm_app.api.mention.${what}`,
			args: { mention: frm.doc.name },
			freeze: true,
		});
		await frm.reload_doc();
		frappe.set_route("Form", message.doctype, message.name);
	} finally {
		frappe.ui.form.is_saving = false;
	}
}
