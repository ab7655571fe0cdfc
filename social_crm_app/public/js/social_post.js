// A post as it was written, for the forms that show one. Everything of it came from outside and is escaped.

frappe.provide("social_crm");

const escape = (text) => frappe.utils.escape_html(cstr(text));

/** The card of a Mention; `more` is HTML of our own for its last line. */
social_crm.post_card = (post, more = "") => {
	const name = post.author_name || post.author_handle || __("Unknown author");
	const author = post.social_profile
		? social_crm.form_link("Social Profile", post.social_profile, name, "bold")
		: `<span class="bold">${escape(name)}</span>`;
	const handle =
		post.author_handle && post.author_handle !== name ? `@${post.author_handle}` : "";
	const about = [handle, __(post.platform), __(post.kind)]
		.filter(Boolean)
		.map(escape)
		.join(" · ");
	return `<div class="social-post">
		<div class="social-post-head">
			${frappe.get_avatar("avatar-medium", escape(name))}
			<div class="social-post-author">${author}
				<div class="text-muted small">${about} · ${comment_when(post.posted_at)}</div>
			</div>
		</div>
		<div class="social-post-text">${escape(post.text)}</div>
		<div class="social-post-foot text-muted small">${post_foot(post)}${more}</div>
	</div>`;
};

function post_foot(post) {
	const deleted = `<span class="indicator-pill red">${__("Deleted on the platform")}</span>`;
	const cut = __("Shortened; the whole text is in the raw payload");
	const counts = [
		[post.likes, __("Likes: {0}", [post.likes])],
		[post.reposts, __("Reposts: {0}", [post.reposts])],
		[post.replies, __("Replies: {0}", [post.replies])],
		[post.edited_at, __("Edited")],
		[post.private, __("Private message")],
		[post.text_cut, cut],
	];
	return [
		post.deleted_upstream ? deleted : "",
		...counts.filter(([is_there]) => is_there).map(([, label]) => `<span>${label}</span>`),
		social_crm.outside_link(post.permalink, __("Open Post"), "btn btn-default btn-xs"),
	].join("");
}
