"""A real browser on a real site: Playwright drives the machine's own Chromium.

`scripts/test --browser` says by environment where the site is. Everything on the site's side goes through its
web API, as a browser would do it: nothing here imports frappe. A test fails when the page throws an error.
"""

import os
import re

import pytest

sync_api = pytest.importorskip(
	"playwright.sync_api", reason="Playwright is not installed; run scripts/test --browser"
)

# Frappe's templates name the variables of a loop with three random letters (`frappe.template.compile`). Now and then
# these are a word of JavaScript, such as "for"; then the page shows nothing and helps itself by being loaded again.
NO_WORDS_OF_JAVASCRIPT = """
document.addEventListener("DOMContentLoaded", () => {
	const utils = window.frappe?.utils;
	const random = utils?.get_random;
	if (random) utils.get_random = (length) => random.call(utils, length).replace(/[a-z]$/, (letter) => letter.toUpperCase());
});
"""
TIMEOUT = 20_000  # milliseconds; the first page after an installation compiles its templates


@pytest.fixture(scope="session")
def site_url():
	"""Where the site answers, without a slash at the end."""
	url = os.environ.get("SOCIAL_CRM_URL")
	if not url:
		pytest.exit("tests/browser needs a running site: run scripts/test --browser", returncode=4)
	return url.rstrip("/")


@pytest.fixture(scope="session")
def chromium(site_url):
	"""The browser itself, started once. The only pages it opens are our own site's, hence no sandbox."""
	with sync_api.sync_playwright() as playwright:
		browser = playwright.chromium.launch(
			executable_path=os.environ.get("SOCIAL_CRM_CHROMIUM"),
			args=["--no-sandbox", "--disable-dev-shm-usage"],
		)
		yield browser
		browser.close()


@pytest.fixture
def new_page(chromium, site_url):
	"""`new_page(user, password)`: a fresh window in which that user is logged in; without a user, a guest's."""
	contexts, errors = [], []

	def make(user=None, password=None, **options):
		context = chromium.new_context(base_url=site_url, viewport={"width": 1400, "height": 900}, **options)
		contexts.append(context)
		context.set_default_timeout(TIMEOUT)
		if user:
			answer = context.request.post("/api/method/login", form={"usr": user, "pwd": password})
			assert answer.ok, answer.text()
		context.add_init_script(NO_WORDS_OF_JAVASCRIPT)
		page = context.new_page()
		page.on("pageerror", lambda error: errors.append(str(error)))
		return page

	yield make
	for context in contexts:
		context.close()
	assert not errors, errors


@pytest.fixture
def page(new_page):
	"""A window in which the Administrator is logged in."""
	return new_page("Administrator", os.environ["SOCIAL_CRM_ADMIN_PASSWORD"])


@pytest.fixture
def api(page):
	"""`api(method, path, data)`: a call of the site's web API as the user of `page`; gives what it answers."""

	def call(method, path, data=None):
		answer = page.request.fetch(
			path,
			method=method,
			data=data,
			headers={"X-Frappe-CSRF-Token": csrf_token(page), "Accept": "application/json"},
		)
		assert answer.ok, f"{answer.status} {answer.text()[:2000]}"
		body = answer.json()
		return body.get("data", body.get("message"))

	return call


def csrf_token(page):
	"""The token that Frappe wants with every write; it stands in the desk's page."""
	found = re.search(r'csrf_token = "([^"]+)"', page.request.get("/app").text())
	assert found, "the desk shows no CSRF token: is the user logged in?"
	return found[1]


@pytest.fixture
def desk(page):
	"""`desk("mention/abc")` opens that page of the desk and waits until Frappe has nothing left to do."""

	def open_(route):
		page.goto(f"/app/{route}")
		page.wait_for_function(
			"window.frappe && frappe.boot && !frappe.request?.ajax_count && !frappe.dom?.freeze_count"
		)
		return page

	return open_
