"""Whom a private reply would reach besides its author."""

import pytest

from social_crm_app.engage.named import others

JANE = "jane@social.example"


@pytest.mark.parametrize(
	("text", "named"),
	[
		("Your order, 12 EUR", []),
		("@jane@social.example your order", []),
		("@Jane@Social.Example, your order. Thanks @jane@social.example.", []),
		("@other@else.example your order", ["@other@else.example"]),
		("thanks (@other@else.example), and @other@else.example!", ["@other@else.example"]),
		("hi @jane", ["@jane"]),
		("@jane@else.example", ["@jane@else.example"]),
		("@jane@social.example.evil.example", ["@jane@social.example.evil.example"]),
		("x\n@a and @b_c.d-e@h.example", ["@a", "@b_c.d-e@h.example"]),
		("@@other and \u200b@third", ["@other", "@third"]),
		("/@other", ["@other"]),
		("write to help@acme.example or help@@ acme", []),
		("see https://social.example/@other/12 and social.example/@other", []),
		("https://social.example/ @other", ["@other"]),
		("5 @ 3 EUR, @, @.", []),
	],
)
def test_named(text, named):
	assert others(text, JANE) == named


def test_an_author_without_a_host_and_one_who_is_not_known():
	assert others("@jane @bob", "@jane") == ["@bob"]
	assert others("@jane", "") == ["@jane"]
