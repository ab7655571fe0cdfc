"""Making a Mention Rule in its form: choices that follow the subject, trying it out, and the first save."""

import datetime

import pytest

expect = pytest.importorskip("playwright.sync_api").expect

EVIL = "<img src=x onerror=alert(1)>"


@pytest.fixture
def recent_problem(make, profile, token):
	"""A problem that somebody wrote about an hour ago."""
	return make(
		"Mention",
		text=f"{EVIL} My drill is broken and nobody answers me. {token}",
		platform="Bluesky",
		social_profile=profile["name"],
		posted_at=(datetime.datetime.now() - datetime.timedelta(hours=1)).strftime("%Y-%m-%d %H:%M:%S"),
	)


@pytest.fixture
def rule(make, token):
	"""A rule that is switched off and wants the mentions with the token in their text."""
	return make(
		"Mention Rule",
		title=f"Rule {token}",
		enabled=0,
		conditions=[{"subject": "Mention: Text", "operator": "contains", "value": token}],
		actions=[{"action": "Add Tag", "value": token}, {"action": "Set Status", "value": "Waiting"}],
	)


def fill_select(page, table, row, field, value):
	cell = page.locator(
		f"[data-fieldname={table}] .grid-row[data-idx='{row}'] [data-fieldname={field}]"
	).first
	cell.click()
	cell.locator("select").select_option(value)
	return cell


def fill_value(page, table, row, value):
	cell = page.locator(f"[data-fieldname={table}] .grid-row[data-idx='{row}'] [data-fieldname=value]").first
	cell.click()
	field = cell.locator("input")
	field.fill(value)
	field.evaluate("field => field.blur()")


def summary(page):
	return page.locator(".mention-rule-summary")


@pytest.fixture
def saved_rules(api, token):
	"""`saved_rules()`: the rules with the token in their title; none outlives the test, for an enabled one acts."""
	query = f'/api/resource/Mention Rule?filters=[["title","=","Rule {token}"]]&fields=["*"]'
	yield lambda: api("GET", query)
	for row in api("GET", query):
		api("DELETE", f"/api/resource/Mention Rule/{row['name']}")


def test_a_rule_is_made_tried_and_saved(desk, page, recent_problem, token, api, saved_rules):
	desk("mention-rule/new")
	page.locator("[data-fieldname=title] input").fill(f"Rule {token}")
	page.locator("input[data-fieldname=enabled]").check()
	fill_select(page, "conditions", 1, "subject", "Mention: Text")
	operator = page.locator(
		"[data-fieldname=conditions] .grid-row[data-idx='1'] [data-fieldname=operator]"
	).first
	operator.click()
	offered = operator.locator("select option").all_inner_texts()
	assert [one for one in offered if one] == ["contains", "does not contain"]
	fill_value(page, "conditions", 1, token)
	fill_select(page, "actions", 1, "action", "Set Status")
	fill_value(page, "actions", 1, "Waiting")
	page.locator("[data-fieldname=actions] button:visible", has_text="Add Row").click()  # it stays empty
	expect(summary(page)).to_contain_text(f"If Mention: Text contains “{token}”, then:")
	expect(summary(page)).to_contain_text("Set Status: Waiting")
	page.locator(".page-actions button:visible", has_text="Save").click()
	found = page.locator(".modal.show")
	expect(found).to_contain_text("1 would have matched.")
	expect(found).to_contain_text("onerror=alert(1)")
	expect(found.locator("img[src=x]")).to_have_count(0)
	expect(found).to_contain_text(f"Mention: Text contains {token}")
	found.locator("button.btn-primary", has_text="Save").click()
	expect(page.locator(".page-head .indicator-pill")).not_to_have_text("Not Saved")
	(saved,) = saved_rules()
	assert (saved["enabled"], saved["run_as"]) == (1, "Administrator")
	after = api("GET", f"/api/resource/Mention/{recent_problem['name']}")
	assert after["status"] == "Open"


def test_going_back_saves_nothing(desk, page, rule, recent_problem, api):
	desk(f"mention-rule/{rule['name']}")
	page.locator("input[data-fieldname=enabled]").check()
	page.locator(".page-actions button:visible", has_text="Save").click()
	page.locator(".modal.show button", has_text="Go Back").click()
	expect(page.locator(".modal.show")).to_have_count(0)
	assert api("GET", f"/api/resource/Mention Rule/{rule['name']}")["enabled"] == 0


def test_a_saved_rule_is_tried_with_its_button(desk, page, rule, recent_problem, token):
	desk(f"mention-rule/{rule['name']}")
	page.locator("button:visible", has_text="Try on the Last 7 Days").click()
	found = page.locator(".modal.show")
	expect(found).to_contain_text("1 would have matched.")
	expect(found).to_contain_text(f"Add Tag: {token}")
	expect(found).to_contain_text("Nothing was changed.")


def test_what_is_wrong_is_said(desk, page, rule, no_console_errors):
	desk(f"mention-rule/{rule['name']}")
	fill_select(page, "conditions", 1, "subject", "Profile: Followers")
	fill_value(page, "conditions", 1, "many")
	page.locator(".page-actions button:visible", has_text="Save").click()
	expect(page.locator(".modal.show")).to_contain_text("Profile: Followers is a number")
	no_console_errors.clear()  # the browser reports the refusal too


def test_the_form_and_the_trial_fit_on_a_telephone(desk, page, rule, recent_problem):
	page.set_viewport_size({"width": 360, "height": 740})
	desk(f"mention-rule/{rule['name']}")
	expect(summary(page)).to_be_visible()
	page.locator(".menu-btn-group:visible button").click()
	page.locator(".menu-btn-group .dropdown-menu a:visible", has_text="Try on the Last 7 Days").click()
	found = page.locator(".modal.show")
	expect(found).to_contain_text("1 would have matched.")
	wider = found.locator("*").evaluate_all(
		"parts => parts.filter((part) => part.getBoundingClientRect().right > 360).length"
	)
	assert not wider
