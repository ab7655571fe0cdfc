"""What a condition can be about, in the words of the form, and which operators each of them takes.

Pure: names and kinds only; where a value comes from is the business of `facts`.
"""

from dataclasses import dataclass

# Kinds of value. A TREE is a link to a record of a tree: what lies below it counts as well.
CHOICE, LINK, TREE, WORDS, NUMBER, CHECK = "choice", "link", "tree", "words", "number", "check"
# Where it stands. TOPICS are the Listening Queries that found the mention; all after PROFILE are the customer's.
MENTION, TOPICS, PROFILE = "Mention", "Mention Topic", "Social Profile"
CUSTOMER, RECEIVABLE, WARRANTY, ISSUES, STAKE = "customer", "receivable", "warranty", "issues", "stake"
OF_THE_CUSTOMER = (CUSTOMER, RECEIVABLE, WARRANTY, ISSUES, STAKE)

IS, IS_NOT, ONE_OF, NONE_OF = "is", "is not", "is one of", "is none of"
CONTAINS, CONTAINS_NOT = "contains", "does not contain"
MORE, LESS = "is more than", "is less than"
SET, NOT_SET = "is set", "is not set"
NEGATIVE = (IS_NOT, NONE_OF, CONTAINS_NOT, NOT_SET)
WITHOUT_VALUE = (SET, NOT_SET)
OF_MANY = (ONE_OF, NONE_OF, CONTAINS, CONTAINS_NOT)
YES, NO = "Yes", "No"

_NAMED = (IS, IS_NOT, ONE_OF, NONE_OF, SET, NOT_SET)
OPERATORS: dict[str, tuple[str, ...]] = {
	CHOICE: _NAMED,
	LINK: _NAMED,
	TREE: _NAMED,
	WORDS: (CONTAINS, CONTAINS_NOT),
	NUMBER: (MORE, LESS, IS),
	CHECK: (IS,),
}
ALL_OPERATORS = (IS, IS_NOT, ONE_OF, NONE_OF, CONTAINS, CONTAINS_NOT, MORE, LESS, SET, NOT_SET)


@dataclass(frozen=True, slots=True)
class Subject:
	"""`field` is the column of `source`, `doctype` whose records are the values of a LINK or TREE, `needs` the
	DocType that whoever makes such a condition must be allowed to read."""

	name: str
	kind: str
	source: str
	field: str = ""
	doctype: str = ""
	needs: str = ""


_ALL = (
	Subject("Mention: Text", WORDS, MENTION, "text"),
	Subject("Mention: Intent", CHOICE, MENTION, "intent"),
	Subject("Mention: Sentiment", CHOICE, MENTION, "sentiment_label"),
	Subject("Mention: Relationship", CHOICE, MENTION, "relationship"),
	Subject("Mention: Listening Query", LINK, TOPICS, "query", "Listening Query"),
	Subject("Mention: Platform", CHOICE, MENTION, "platform"),
	Subject("Mention: Social Account", LINK, MENTION, "social_account", "Social Account"),
	Subject("Mention: Kind", CHOICE, MENTION, "kind"),
	Subject("Mention: Language", LINK, MENTION, "language", "Language"),
	Subject("Mention: Private Message", CHECK, MENTION, "private"),
	Subject("Mention: Likes", NUMBER, MENTION, "likes"),
	Subject("Mention: Reposts", NUMBER, MENTION, "reposts"),
	Subject("Mention: Reach", NUMBER, MENTION, "reach"),
	Subject("Profile: Followers", NUMBER, PROFILE, "followers"),
	Subject("Profile: Verified Purchaser", CHECK, PROFILE, "verified_purchaser"),
	Subject("Profile: Link Status", CHOICE, PROFILE, "link_status"),
	Subject("Profile: Influence", NUMBER, PROFILE, "influence_score"),
	Subject("Profile: Engagement Level", CHOICE, PROFILE, "engagement_level"),
	Subject("Profile: Stance", CHOICE, PROFILE, "stance"),
	Subject("Profile: Tag", LINK, PROFILE, "_user_tags", "Tag"),
	Subject("Customer: Customer Group", TREE, CUSTOMER, "customer_group", "Customer Group", "Customer"),
	Subject("Customer: Territory", TREE, CUSTOMER, "territory", "Territory", "Customer"),
	Subject("Customer: Overdue Amount", NUMBER, RECEIVABLE, "overdue", needs="Sales Invoice"),
	Subject("Customer: Outstanding Amount", NUMBER, RECEIVABLE, "outstanding", needs="Sales Invoice"),
	Subject("Customer: Warranty Active", CHECK, WARRANTY, needs="Serial No"),
	Subject("Customer: Open Issues", NUMBER, ISSUES, needs="Issue"),
	Subject("Customer: Value at Stake", NUMBER, STAKE, needs="Sales Invoice"),
)
SUBJECTS: dict[str, Subject] = {subject.name: subject for subject in _ALL}
