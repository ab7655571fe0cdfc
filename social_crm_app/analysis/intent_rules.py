"""The phrases by which an intent is recognised, as data: language, label, name of the rule, phrases.

The notation is that of `phrases`; phrases are separated by commas, and a line may end after "|". A rule's name
is part of the reason that people read. "not Problem" and its like hold what looks like a problem and is none: a
phrase of that label which shares a word with such a stretch does not count. "Sign" holds words that mean little
alone; SIGNS_OF_A_PROBLEM says which kinds must meet. Write rules for what people say to a company, not for a
collection of examples. A new language is one more file and one more line here.
"""

from social_crm_app.analysis.intent_rules_de import GERMAN
from social_crm_app.analysis.intent_rules_en import ENGLISH
from social_crm_app.analysis.intent_rules_es import SPANISH
from social_crm_app.analysis.intent_rules_fr import FRENCH
from social_crm_app.analysis.intent_rules_hi import HINDI
from social_crm_app.analysis.intent_rules_it import ITALIAN
from social_crm_app.analysis.intent_rules_nl import DUTCH
from social_crm_app.analysis.intent_rules_pt import PORTUGUESE

RULES: dict[str, dict[str, dict[str, str]]] = {
	"de": GERMAN,
	"en": ENGLISH,
	"es": SPANISH,
	"fr": FRENCH,
	"hi": HINDI,
	"it": ITALIAN,
	"nl": DUTCH,
	"pt": PORTUGUESE,
}

# Kinds of "Sign" that make a Problem when all of the first set occur in one sentence and none of the second.
# A sentence that only asks ("does the warranty cover water damage") needs more than a bad word.
ASKS = "asks"
SIGNS_OF_A_PROBLEM = (
	(frozenset({"bad sign", "business"}), frozenset({ASKS})),
	(frozenset({"bad sign", "insistence"}), frozenset()),
	(frozenset({"absence", "insistence", "business"}), frozenset()),
)
