// One mention as a line of the list. Gives HTML and keeps nothing.

import {
	assignees,
	author_of,
	avatar,
	escape,
	overdue_pill,
	priority_pill,
	relationship_pill,
	status_pill,
	tag_pills,
} from "./words.js";

const SHOWN_TAGS = 3;

/** The line of `row`; `is_ticked` when it is among those to be changed together. */
export function row_html(row, is_ticked) {
	const author = author_of(row);
	return `<div class="inbox-row" role="option" tabindex="-1" aria-selected="${Boolean(
		is_ticked
	)}"
			data-name="${escape(row.name)}" data-status="${escape(row.status)}">
		<span class="inbox-tick"><input type="checkbox" tabindex="-1" aria-hidden="true"
			${is_ticked ? "checked" : ""}></span>
		<span aria-hidden="true">${avatar(author)}</span>
		<div class="inbox-row-body">
			<div class="inbox-row-head">
				<span class="inbox-row-author">${escape(author)}</span>
				${party(row)}
				<span class="inbox-row-time text-muted">${comment_when(row.posted_at, true)}</span>
			</div>
			<div class="inbox-row-text">${escape(first_lines(row.text || row.title))}</div>
			<div class="inbox-row-foot">${foot(row)}</div>
		</div>
	</div>`;
}

const party = ({ party_title }) =>
	party_title ? `<span class="inbox-row-party text-muted">${escape(party_title)}</span>` : "";

// Empty lines would take the room that words need.
const first_lines = (text) => cstr(text).replace(/\s+/g, " ").trim();

function foot(row) {
	const more = (row.tags || []).length - SHOWN_TAGS;
	const platform = [__(row.platform), row.private ? __("Private") : ""].filter(Boolean);
	return `<span class="text-muted">${escape(platform.join(" · "))}</span>
		${overdue_pill(row)}
		${priority_pill(row.priority)}
		${relationship_pill(row.relationship)}
		${row.intent === "Other" ? "" : social_crm.pill(row.intent)}
		${row.sentiment_label === "Negative" ? social_crm.pill(row.sentiment_label) : ""}
		${row.status === "Open" ? "" : status_pill(row.status)}
		${tag_pills((row.tags || []).slice(0, SHOWN_TAGS))}
		${more > 0 ? `<span class="text-muted">+${more}</span>` : ""}
		<span class="inbox-row-assigned">${assignees(row.assigned)}</span>`;
}
