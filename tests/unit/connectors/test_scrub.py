"""Secrets do not get out, whatever the provider or a library says of them."""

import base64
import json
import logging
import traceback
from urllib.parse import quote

import pytest
import responses
from hypothesis import given
from hypothesis import strategies as st

from social_crm_app.connectors.http import HttpClient
from social_crm_app.connectors.scrub import MASK, SHORTEST, Scrubber
from social_crm_app.exceptions import (
	BadPayload,
	ConnectorError,
	Unreachable,
)

URL = "https://api.example/v1/posts"
SECRET = "s3cr3t+/value&1"
TOKEN = {"Authorization": f"Bearer {SECRET}"}


FORMS = [
	SECRET,
	quote(SECRET, safe=""),
	SECRET.replace("&", "&amp;"),
	base64.b64encode(SECRET.encode()).decode(),
	json.dumps(SECRET)[1:-1],
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("status", [400, 401, 429, 503])
def test_secrets_do_not_get_out(web, form, status):
	web.get(URL, status=status, json={"error": f"bad token {form} given", "message": f"Bearer {form}"})
	with pytest.raises(ConnectorError) as caught:
		HttpClient().get(URL, params={"access_token": SECRET}, headers=TOKEN, secrets=[SECRET])
	shown = (
		"".join(traceback.format_exception(caught.value)) + repr(caught.value) + caught.value.provider_message
	)
	assert "s3cr3t" not in shown and form not in shown and MASK in caught.value.provider_message


def test_the_authorization_header_is_a_secret_without_being_told(web, failure):
	basic = base64.b64encode(b"ann:open sesame").decode()
	web.get(URL, status=401, body=f"{basic} or open sesame")
	error = failure(lambda: HttpClient().get(URL, headers={"Authorization": f"Basic {basic}"}))
	assert error.provider_message == f"{MASK} or {MASK}"


@pytest.mark.parametrize(
	("text", "scrubbed"),
	[
		("/x?access_token=abc&y=1", "/x?access_token=***&y=1"),
		("/x?page_token=abc&key=def#z", "/x?page_token=***&key=***#z"),
		("client_secret=abc", "client_secret=***"),
		("Authorization: Bearer abc.def-ghi", "Authorization: Bearer ***"),
		("the key=word stays, error code=190 too", "the key=word stays, error code=190 too"),
		("Basic income", "Basic ***"),
		("monkey=business", "monkey=business"),
	],
)
def test_tokens_nobody_told_of_are_found_by_their_names(text, scrubbed):
	assert Scrubber()(text) == scrubbed


def test_scrubbing_comes_before_shortening(web, failure):
	web.get(URL, status=400, body="x" * 290 + SECRET)
	words = failure(lambda: HttpClient().get(URL, secrets=[SECRET])).provider_message
	assert "s3c" not in words


@given(st.text(min_size=SHORTEST, max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_no_secret_survives(secret, before, after):
	scrub = Scrubber([secret])
	assert secret not in scrub(before + secret + after).replace(MASK, "") or secret in before + after
	assert secret not in repr(scrub) or len(secret) < 3


def test_exceptions_of_libraries_do_not_get_out(web, failure):
	web.get(URL, body=responses.ConnectionError(f"HTTPSConnectionPool: /x?token={SECRET}"))
	error = failure(lambda: HttpClient().get(URL, params={"token": SECRET}))
	assert isinstance(error, Unreachable) and str(error) == "The connection to api.example broke"
	assert error.__context__ is None and error.__cause__ is None


@pytest.mark.parametrize(
	"headers",
	[
		{"X-A": "a\nb"},
		{"X-A": "a\r\nX-B: c"},
		{"X-A": 3},
		{"Authorization": "Bearer a\n"},
		{"Authorization": "Bearer ключ"},
		{"X-A": "\x00"},
		{"X-A": " a"},
	],
)
def test_a_header_that_cannot_be_sent(headers, failure):
	error = failure(lambda: HttpClient().get(URL, headers=headers))
	assert isinstance(error, BadPayload) and "characters it must not have" in str(error)


def test_nothing_of_it_is_logged(serve, failure, caplog):
	caplog.set_level(logging.DEBUG)
	down = serve(b"HTTP/1.1 502 Bad\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
	client = HttpClient(allow_loopback=True)
	failure(lambda: client.get(f"{down.url}bot{quote(SECRET)}/x", params={"key": SECRET}, secrets=[SECRET]))
	assert len(down.requests) == 3
	failure(lambda: client.get(f"http://nowhere.invalid/{quote(SECRET)}", params={"key": SECRET}))
	assert "s3cr3t" not in caplog.text and caplog.text == ""
	logging.getLogger("urllib3.connectionpool").warning("what others log stays")
	assert "what others log stays" in caplog.text


def test_a_secret_of_a_letter_or_two_does_not_shred_the_words():
	assert Scrubber(["e"])("ExpiredToken") == "ExpiredToken"
