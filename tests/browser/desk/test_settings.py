"""Social CRM Settings: the two long jobs tell how far they are and when they are done."""

import pytest

expect = pytest.importorskip("playwright.sync_api").expect


@pytest.mark.parametrize(
	("label", "done"),
	[
		("Rebuild Identity Index", "The identity index is ready"),
		("Re-score Mentions", "All mentions have been judged again"),
	],
)
def test_a_job_is_started_and_ends(desk, mention, label, done):
	page = desk("social-crm-settings")
	page.locator(".page-actions button:visible", has_text=label).click()
	expect(page.locator(".alert-message", has_text=done)).to_have_count(1, timeout=60_000)
