"""Reply Templates: what they may say, what they may not reach, and what they say of fields that are empty."""

import time

import pytest

import frappe
from frappe.utils import format_date

from social_crm_app.api import reply as api
from social_crm_app.engage import memory, merge_fields, templates
from social_crm_app.testing import (
	make_account,
	make_author,
	make_contact,
	make_customer,
	make_lead,
	make_order,
	make_post,
	store,
)

REPLY = "Mention Reply"


@pytest.fixture
def mention(db):
	author = make_author("jane.test", "", external_id="did:plc:jane", display_name="Jane Doe")
	account = make_account(
		"Acme", "Bluesky", instance_url="http://127.0.0.1:9", handle="acme.test", app_password="xxxx-xxxx-xxxx-xxxx"
	)  # fmt: skip
	store(make_post(1, author=author), account=account.name, platform="bluesky", label="Bluesky")
	return frappe.get_last_doc("Mention")


@pytest.fixture
def customer(mention):
	"""Whom the author of the mention is."""
	customer = make_customer("Bright Works")
	mention.db_set({"customer": customer.name, "party_type": "Customer", "party": customer.name})
	mention.reload()
	return customer


def template(text, title="Sorry", **values):
	return frappe.get_doc({"doctype": "Reply Template", "title": title, "text": text, **values}).insert()


def previewed(mention, text):
	"""What the reply box gets for a template with this text."""
	if not frappe.db.exists("Reply Template", "Tried"):
		template("x", "Tried")
	frappe.db.set_value("Reply Template", "Tried", "text", text)
	return api.preview(mention.name, "Tried")


def told_why(mention):
	"""Why the template cannot be filled in for the current user, whether or not they may read the mention."""
	with pytest.raises(templates.BadTemplate) as error:
		templates.render("Tried", mention, strict=True)
	return str(error.value)


def remember(mention, doctype, name):
	memory.remember(mention, doctype, name)


def issue(mention, subject="Broken"):
	doc = frappe.get_doc({"doctype": "Issue", "subject": subject, "raised_by": "jane@mail.example"}).insert()
	remember(mention, "Issue", doc.name)
	return doc


class TestReach:
	"""A template can read nothing but its fields, and change nothing."""

	@pytest.mark.parametrize(
		"text",
		[
			"{{ frappe.db.sql('select 1') }}", "{{ frappe.get_all('Customer', fields=['tax_id']) }}",
			"{{ frappe.session.user }}", "{{ frappe.db.get_value('Customer', 'Bright Works', 'tax_id') }}",
			"{{ get_fullname() }}", "{{ run('x') }}", "{{ config }}", "{{ self }}", "{{ request }}",
			"{{ mention.doctype }}", "{{ mention.raw }}", "{{ mention.keys }}", "{{ mention.items() }}",
			"{{ ''.__class__ }}", "{{ mention.__class__ }}", "{{ mention['__class__'] }}", "{{ mention[first_name] }}",
			"{{ first_name.upper() }}", "{{ '%s'.format }}", "{{ '{0.__class__}'.format(mention) }}",
			"{{ mention|attr('__class__') }}", "{{ mention|map(attribute='x') }}", "{{ mention|xmltojson }}",
			"{{ lipsum() }}", "{{ cycler('a') }}", "{{ namespace() }}", "{{ dict(a=1) }}", "{{ _.__globals__ }}",
			"{% include 'templates/base.html' %}", "{% extends 'templates/base.html' %}",
			"{% import 'templates/base.html' as x %}", "{% from 'x' import y %}", "{% set mention = 1 %}",
		],
	)  # fmt: skip
	def test_nothing_else_is_there(self, mention, customer, text):
		customer.db_set("tax_id", "DE129273398")
		told = previewed(mention, text)
		assert set(told) == {"error"} and "DE129273398" not in told["error"], told

	def test_a_template_makes_nobody_a_system_manager(self, mention, as_user):
		with as_user("Social CRM Manager") as manager:
			role = frappe.db.get_value("Has Role", {"parent": manager, "role": "Social CRM Manager"})
			for call in (
				f"frappe.db.set_value('Has Role', '{role}', 'role', 'System Manager')",
				f"frappe.get_doc('User', '{manager}').add_roles('System Manager')",
				"frappe.make_get_request('http://127.0.0.1:9')",
			):
				assert "error" in previewed(mention, "{{ " + call + " }}")
		assert frappe.get_all("Has Role", {"parent": manager}, pluck="role") == ["Social CRM Manager"]

	def test_what_reaches_further_is_not_even_saved(self):
		for text in ("{{ frappe.db.sql('select 1') }}", "{% for x in mention %}{% endfor %}"):
			with pytest.raises(templates.BadTemplate):
				template(text)

	@pytest.mark.parametrize(
		"text",
		[
			"{% for x in range(10**9) %}x{% endfor %}", "{{ range(10**9) }}", "{{ 10**10**10 }}", "{{ 'x' * 10**10 }}",
			"{{ '%2000000000d' % 1 }}", "{{ 'x'|center(2000000000) }}", "{{ 'x'|indent(2000000000) }}",
			"{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
			"{% set a = 'aaaaaaaa' %}" + "{% set a = a ~ a %}" * 60 + "{{ a }}", "{{ 'aa'" + "|replace('a', 'aaaa')" * 40 + " }}",
			"{{ " + "(" * 4000 + "1" + ")" * 4000 + " }}", "{{ first_name" + "|upper" * 1500 + " }}",
			"{{ mention" + ".x" * 4000 + " }}", "{{ " + "9" * 9000 + " }}", "{{ " + "not " * 2000 + "1 }}",
			"{{ mention.text }}" * 550, "x" * 100_000,
		],
	)  # fmt: skip
	def test_it_ends_soon_and_stays_short(self, mention, text):
		mention.db_set("text", "word " * 10_000)
		begun = time.monotonic()
		assert set(previewed(mention, text)) == {"error"}
		assert time.monotonic() - begun < 5


class TestFields:
	def test_the_mention_its_author_and_who_that_is(self, mention, customer):
		told = previewed(
			mention, "Hi {{ first_name }} of {{ party_title }}. {{ mention.platform }} {{ profile.handle }} {{ sender_name }}"
		)  # fmt: skip
		assert told == {"text": f"Hi Jane of Bright Works. Bluesky {mention.author_handle} Administrator"}

	def test_a_contacts_first_name_comes_before_the_profiles(self, mention):
		mention.db_set("contact", make_contact("Janet").name)
		assert previewed(mention.reload(), "Hi {{ first_name }}") == {"text": "Hi Janet"}

	def test_what_was_made_of_the_mention_the_newest_of_it(self, mention):
		issue(mention), issue(mention)
		last = issue(mention)
		told = previewed(
			mention, "{{ document.doctype }} {{ document.name }}: {{ document.status }}, {{ document.date }}"
		)
		assert told == {"text": f"Issue {last.name}: Open, {format_date(last.opening_date)}"}

	def test_an_order_says_when_it_is_delivered_and_what_it_costs(self, mention, customer):
		order = make_order(customer.name, 120)
		remember(mention, "Sales Order", order.name)
		text = "{{ document.amount }} {{ document.delivery_date }} {{ document['delivery_date']|format_date('d.M.') }}"
		amount = frappe.utils.fmt_money(120, currency=order.currency)
		day = frappe.utils.getdate(order.delivery_date)
		told = previewed(mention, text)
		assert told == {"text": f"{amount} {format_date(day)} {day.day}.{day.month}."}

	def test_the_customer(self, mention, customer):
		customer.db_set("account_manager", "Administrator")
		told = previewed(
			mention, "{{ customer.name }}/{{ customer.territory }}/{{ customer.account_manager }}"
		)
		assert told == {"text": f"Bright Works/{customer.territory}/Administrator"}

	def test_conditions_filters_and_translations(self, mention):
		text = """{% if customer %}Dear customer{% elif document.name %}Hi{% else %}Hello{% endif %} {{ first_name|upper }}
{{- "!" if mention.intent in ("Problem", "Question") and not document.tracking else "." }}
{{ _("Open") ~ " " ~ document.tracking|default("not yet") }}{# said to nobody #}"""
		mention.db_set("intent", "Problem")
		assert previewed(mention.reload(), text) == {"text": "Hello JANE!\nOpen not yet"}

	def test_what_is_said_is_plain_text(self, mention):
		mention.db_set("text", "{{ 7*7 }} <b>&</b>")
		told = previewed(mention, "You wrote: {{ mention.text }} _____ page.html")
		assert told == {"text": "You wrote: {{ 7*7 }} <b>&</b> _____ page.html"}

	def test_a_text_that_ends_like_a_file_is_a_text(self, mention):
		assert previewed(mention, "See our page index.html") == {"text": "See our page index.html"}

	def test_all_that_the_form_and_the_documentation_promise(self, mention, customer):
		described = frappe.get_meta("Reply Template").get_field("text").description
		with open(frappe.get_app_path("social_crm_app", "..", "docs", "replying.md")) as file:
			page = file.read()
		for block, names in merge_fields.FIELDS.items():
			assert block in described and f"`{block}`" in page
			for name in names:
				assert f"{block}.{name}" in described and f"`{name}`" in page, name


class TestGaps:
	"""A field that is empty is told in words before anything is written, except in drafts that nobody asked for."""

	@pytest.mark.parametrize(
		"field, words",
		[
			("document.name", "nothing was made of this mention"), ("customer.name", "linked to no customer"),
			("profile.website", "is empty for this mention"), ("party_title", "is empty for this mention"),
		],
	)  # fmt: skip
	def test_the_preview_names_the_field_and_what_to_do(self, mention, field, words):
		told = previewed(mention, f"We opened {{{{ {field}|upper }}}} for you.")
		assert set(told) == {"error"} and field in told["error"] and words in told["error"]
		assert f"{{% if {field} %}}" in told["error"]

	def test_a_field_that_this_document_does_not_have(self, mention):
		made = issue(mention)
		told = previewed(mention, "Your parcel is {{ document.tracking }}")
		assert f"document.tracking is empty: Issue {made.name} has no such field" in told["error"]

	@pytest.mark.parametrize("text", ["{{ document }}", "Sir{{ customer|upper }}", "a{{ '' ~ mention }}"])
	def test_a_block_is_no_text(self, mention, text):
		assert "A field has to be named here" in previewed(mention, text)["error"]

	@pytest.mark.parametrize(
		"text, words",
		[
			("Hi {{ nothing }}", "Line 1: there is no field nothing. There are: mention, profile"),
			("a\nb {{ document.nr }}", "Line 2: there is no field document.nr. There are: document.doctype"),
			("{% if costumer %}x{% endif %}", "no field costumer"), ("{{ first_name.x }}", "no field first_name.x"),
			("{{ first_name|nice }}", "there is no filter nice. There are: default"), ("{{ 1/0 }}", "but no Div"),
			("{% for x in mention %}{% endfor %}", "but no For"), ("{{ mention.", "Line 1"), ("{% if %}", "Line 1"),
			("{{ first_name|format_date }}", "cannot be filled in"),
		],
	)  # fmt: skip
	def test_mistakes_are_told_and_nothing_is_written(self, mention, text, words):
		told = previewed(mention, text)
		assert set(told) == {"error"} and words in told["error"], told
		assert not frappe.db.count(REPLY)

	def test_a_draft_that_a_job_makes_leaves_a_gap_for_its_reader(self, mention):
		template("Dear {{ party_title }}, {{ document.tracking }}{{ customer.name|upper }}.", "Job's")
		assert templates.render("Job's", mention) == "Dear , ."

	@pytest.mark.parametrize("text", ["{% if %}", "{{ mention.", "{{ ''.__class__ }}"])
	def test_what_is_no_template_is_not_saved(self, text):
		with pytest.raises(frappe.ValidationError):
			template(text)

	def test_a_field_that_does_not_exist_is_said_when_it_is_saved(self):
		template("Hi {{ frist_name }}")
		assert "no field frist_name" in str(frappe.get_message_log())


class TestRights:
	def test_nothing_of_a_party_that_the_user_may_not_read(self, mention, as_user):
		lead = make_lead("Secretname")
		mention.db_set({"lead": lead.name, "party_type": "Lead", "party": lead.name})
		text = "Hi {{ first_name }} {{ party_title }}"
		assert "Secretname" in previewed(mention, text)["text"]
		with as_user("Social CRM User"):
			hidden = told_why(mention)
		mention.db_set({"lead": None, "party_type": None, "party": None})
		with as_user("Social CRM User"):
			assert hidden == told_why(mention), "as if there were none"

	def test_nothing_of_documents_and_customers_that_the_user_may_not_read(self, mention, customer, as_user):
		made = issue(mention, "Secret")
		for text in ("{{ document.name }}", "{{ customer.territory }}"):
			assert set(previewed(mention, text)) == {"text"}
			with as_user("Social CRM User"):
				told = told_why(mention)
			assert "that you may read" in told and made.name not in told and "Bright" not in told

	def test_the_newest_that_may_be_read(self, mention, as_user):
		shown = frappe.get_doc({"doctype": "ToDo", "description": "Call Jane"}).insert()
		remember(mention, "ToDo", shown.name)
		issue(mention)
		frappe.delete_doc("Issue", issue(mention).name, force=True)
		assert previewed(mention, "{{ document.doctype }}") == {"text": "Issue"}
		with as_user("Social CRM User") as agent:
			shown.db_set("allocated_to", agent)
			assert api.preview(mention.name, "Tried") == {"text": "ToDo"}

	def test_fields_of_a_higher_permission_level_stay_hidden(self, mention, customer, as_user):
		customer.db_set("account_manager", "Administrator")
		frappe.make_property_setter(
			{"doctype": "Customer", "fieldname": "account_manager", "property": "permlevel", "value": 2}
		)
		assert previewed(mention, "{{ customer.account_manager }}") == {"text": "Administrator"}
		with as_user("Social CRM User", "Sales User"):
			assert "customer.account_manager is empty" in api.preview(mention.name, "Tried")["error"]

	def test_those_that_fit_come_first_and_others_are_not_lost(self, mention):
		mention.db_set({"language": "de", "intent": "Problem"})
		for title, values in {
			"a other": {"for_language": "fr"}, "b fits all": {}, "c fits": {"for_language": "de", "intent": "Problem"},
			"d off": {"enabled": 0},
		}.items():  # fmt: skip
			template("x", title, **values)
		names = [row["name"] for row in templates.fitting(mention.reload())]
		assert [name for name in names if name[:2] in ("a ", "b ", "c ", "d ")] == [
			"c fits",
			"b fits all",
			"a other",
		]

	def test_agents_use_templates_and_managers_write_them(self, as_user):
		with as_user("Social CRM User"), pytest.raises(frappe.PermissionError):
			template("x")
		with as_user("Social CRM Manager"):
			template("x")
