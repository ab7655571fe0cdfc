"""The HTTP client: answers, errors that say what happened, second tries and redirects."""

import itertools
import json
from urllib.parse import quote

import pytest
import responses
from hypothesis import given, settings
from hypothesis import strategies as st

from social_crm_app.connectors.http import MAX_REDIRECTS, HttpClient, Response
from social_crm_app.connectors.scrub import MASK, shorten
from social_crm_app.exceptions import (
	AuthExpired,
	BadPayload,
	ConnectorError,
	Gone,
	NotPermitted,
	RateLimited,
	Unreachable,
)

URL = "https://api.example/v1/posts"
SECRET = "s3cr3t+/value&1"
TOKEN = {"Authorization": f"Bearer {SECRET}"}


# Answers


def test_an_answer(web):
	web.get(URL, json={"a": [1, "ü"]}, headers={"ETag": '"x"'})
	response = HttpClient().get(URL, params={"q": "a b"}, headers={"Accept": "application/json"})
	assert (response.status, response.json(), response.permanent_url) == (200, {"a": [1, "ü"]}, None)
	assert response.url == f"{URL}?q=a+b" and response.headers["etag"] == '"x"'
	assert web.calls[0].request.headers["User-Agent"].startswith("social_crm_app/")
	assert web.calls[0].request.headers["Accept-Encoding"] == "gzip, deflate"


def test_other_statuses_may_be_expected(web):
	web.get(URL, status=304)
	assert HttpClient().get(URL, ok=(200, 304)).status == 304


def test_post_json(web):
	web.post(URL, json={"id": 1}, status=201)
	assert HttpClient().post_json(URL, {"text": "hé"}, ok=(200, 201)).json() == {"id": 1}
	assert json.loads(web.calls[0].request.body) == {"text": "hé"}


def test_cookies_are_not_kept(web):
	web.get(URL, headers={"Set-Cookie": "id=1"})
	client = HttpClient()
	client.get(URL)
	client.get(URL)
	assert "Cookie" not in web.calls[1].request.headers


@pytest.mark.parametrize(
	"body",
	[
		b"",
		b"<!DOCTYPE html><title>Log in</title>",
		b'{"a": ',
		b"\xff\xfe\x00",
		b"[NaN]",
		b'{"a": Infinity}',
		b"[" * 100_000,
		b"9" * 10_000,
		"plain wörds".encode(),
	],
)
def test_what_is_no_json_is_quoted(web, body, failure):
	web.get(URL, body=body)
	error = failure(HttpClient().get(URL).json)
	assert isinstance(error, BadPayload) and error.http_status == 200
	assert str(error).startswith("Expected JSON from api.example") and len(str(error)) < 200
	assert error.provider_message == (shorten(body.decode("utf-8", "replace"), 120))


def test_the_quoted_beginning_has_no_secrets(web, failure):
	web.get(URL, body=f"<p>token {SECRET}</p>")
	error = failure(HttpClient().get(URL, secrets=[SECRET]).json)
	assert "s3cr3t" not in str(error) and MASK in str(error)


@pytest.mark.parametrize(
	("content", "kind", "text"),
	[
		("é".encode(), "text/html", "é"),
		("é".encode("latin-1"), "text/html; charset=latin-1", "é"),
		(b"\xe9", "text/html", "\ufffd"),
		("é".encode(), "text/html; charset=nonsense", "é"),
		("é".encode(), 'text/html; charset="utf-8"', "é"),
		("é".encode(), "text/html; charset=base64", "é"),
		("é".encode(), "", "é"),
	],
)
def test_text(content, kind, text):
	assert Response(200, URL, {"content-type": kind}, content).text() == text


# Statuses

BODILESS = (204, 304)


@pytest.mark.parametrize(
	("status", "headers", "error"),
	[
		(401, {}, AuthExpired),
		(403, {}, NotPermitted),
		(404, {}, Gone),
		(410, {}, Gone),
		(429, {}, RateLimited),
		(408, {}, Unreachable),
		(500, {}, Unreachable),
		(502, {}, Unreachable),
		(503, {}, Unreachable),
		(503, {"Retry-After": "60"}, RateLimited),
		(520, {}, Unreachable),
		(400, {}, BadPayload),
		(422, {}, BadPayload),
		(204, {}, BadPayload),
		(304, {}, BadPayload),
		(302, {}, BadPayload),
		(599, {}, Unreachable),
	],
)
def test_each_status_has_its_error(web, status, headers, error, failure):
	web.get(URL, status=status, headers=headers, json={"error": "the reason"})
	found = failure(lambda: HttpClient().get(URL))
	assert type(found) is error and found.http_status == status
	assert found.provider_message == ("" if status in BODILESS else "the reason")
	assert str(found).startswith(f"api.example answered {status}")


@pytest.mark.parametrize(
	("body", "words"),
	[
		({"error": "invalid_grant", "error_description": "Expired"}, "invalid_grant: Expired"),
		({"error": "ExpiredToken", "message": "Token has expired"}, "ExpiredToken: Token has expired"),
		({"error": {"message": "Bad id", "type": "OAuthException", "code": 190}}, "Bad id"),
		({"errors": [{"message": "One"}, {"message": "Two"}], "title": "Invalid"}, "Invalid: One: Two"),
		({"errors": ["flat"]}, "flat"),
		({"title": "Unauthorized", "detail": "Unauthorized"}, "Unauthorized"),
		({"message": "x" * 1000}, "x" * 299 + "…"),
		({"other": 1}, ""),
		([], ""),
		("just text", "just text"),
		(3, ""),
	],
)
def test_the_providers_own_words_from_json(web, body, words, failure):
	web.get(URL, status=400, json=body)
	assert failure(lambda: HttpClient().get(URL)).provider_message == words


@pytest.mark.parametrize(
	("body", "words"),
	[
		("Too many\nrequests", "Too many requests"),
		(
			"<html><head><title>502 Bad &amp; Gateway</title></head><body>long</body></html>",
			"502 Bad & Gateway",
		),
		("<p>Nothing <b>here</b></p>", "Nothing here"),
		("", ""),
		(b"\xff\x00\xfe", "\ufffd\ufffd"),
	],
)
def test_the_providers_own_words_from_text(web, body, words, failure):
	web.get(URL, status=400, body=body)
	assert failure(lambda: HttpClient().get(URL)).provider_message == words


def test_how_long_to_wait(web, failure):
	web.get(URL, status=429, headers={"Retry-After": "17"})
	assert failure(lambda: HttpClient().get(URL)).retry_after == 17
	web.reset()
	web.get(
		URL,
		status=429,
		headers={"X-RateLimit-Reset": "2099-01-01T00:00:00.000Z", "X-RateLimit-Remaining": "0"},
	)
	assert failure(lambda: HttpClient().get(URL)).retry_after == 7 * 86400
	web.reset()
	web.get(URL, status=429, json={"parameters": {"retry_after": 9}})
	assert failure(lambda: HttpClient().get(URL)).retry_after == 9
	web.reset()
	web.get(URL, status=429, body="slow down")
	assert failure(lambda: HttpClient().get(URL)).retry_after is None


# Second tries


def test_a_get_is_tried_again_after_502_and_the_like(web):
	web.get(URL, status=502)
	web.get(URL, status=504)
	web.get(URL, json={})
	assert HttpClient().get(URL).json() == {}


@pytest.mark.parametrize("status", [502, 503, 504])
def test_but_not_for_ever(web, status, failure):
	web.get(URL, status=status)
	assert failure(lambda: HttpClient().get(URL)).http_status == status
	assert len(web.calls) == 3


@pytest.mark.parametrize(
	("status", "headers"), [(503, {"Retry-After": "1"}), (429, {}), (500, {}), (404, {})]
)
def test_nor_when_that_makes_no_sense(web, status, headers, failure):
	web.get(URL, status=status, headers=headers)
	failure(lambda: HttpClient().get(URL))
	assert len(web.calls) == 1


def test_a_post_is_never_sent_twice(web, failure):
	web.post(URL, status=503)
	failure(lambda: HttpClient().post_json(URL, {}))
	assert len(web.calls) == 1


# Redirects


def moves(web, *hops, status=301):
	"""Each of `hops` redirects to the next one, the last one answers."""
	for origin, target in itertools.pairwise(hops):
		web.get(origin, status=status, headers={"Location": target})
	web.get(hops[-1], json={"here": True})


def sent(web, number: int):
	return web.calls[number].request.headers


def test_permanent_redirects_name_the_new_address(web):
	moves(web, URL, "https://api.example/v2", "https://new.example/v3")
	response = HttpClient().get(URL, params={"q": "1"})
	assert response.permanent_url == response.url == "https://new.example/v3"


def test_one_temporary_redirect_makes_it_temporary(web):
	web.get(URL, status=308, headers={"Location": "/v2"})
	web.get("https://api.example/v2", status=307, headers={"Location": "v3"})
	web.get("https://api.example/v3", json={})
	response = HttpClient().get(URL)
	assert response.permanent_url is None and response.url == "https://api.example/v3"


def test_a_new_address_with_a_secret_is_not_to_be_kept(web):
	moves(web, URL, f"https://api.example/v2?k={quote(SECRET)}")
	response = HttpClient().get(URL, secrets=[SECRET])
	assert response.permanent_url is None and "s3cr3t" not in response.url + repr(response)


def test_credentials_stay_with_the_host_they_were_meant_for(web):
	moves(web, URL, "https://api.example/v2", "https://other.example/v3")
	headers = {**TOKEN, "X-Key": SECRET, "Accept": "application/json"}
	HttpClient().get(URL, headers=headers, secrets=[SECRET])
	assert sent(web, 1)["Authorization"] == TOKEN["Authorization"] and sent(web, 1)["X-Key"] == SECRET
	assert "Authorization" not in sent(web, 2) and "X-Key" not in sent(web, 2)
	assert sent(web, 2)["Accept"] == "application/json"


@pytest.mark.parametrize(
	"target", ["https://api.example:8443/v2", "https://api.example.evil.example/", "https://www.api.example/"]
)
def test_another_port_or_name_is_another_host(web, target):
	moves(web, URL, target)
	HttpClient().get(URL, headers=TOKEN)
	assert "Authorization" not in sent(web, 1)


def test_without_credentials_a_refusal_after_a_move_is_not_blamed_on_them(web, failure):
	web.get(URL, status=301, headers={"Location": "https://new.example/v1"})
	web.get("https://new.example/v1", status=401)
	error = failure(lambda: HttpClient().get(URL, headers=TOKEN))
	assert isinstance(error, Unreachable) and "has moved to https://new.example/v1" in str(error)
	error = failure(lambda: HttpClient().get(URL))
	assert isinstance(error, AuthExpired)


def test_credentials_are_not_sent_unencrypted(web, failure):
	moves(web, URL, "http://api.example/v1/posts")
	assert "has moved" in str(failure(lambda: HttpClient().get(URL, headers=TOKEN)))
	assert len(web.calls) == 1
	assert HttpClient().get(URL).json() == {"here": True}


def test_a_circle_of_redirects_ends(web, failure):
	web.get(URL, status=302, headers={"Location": URL})
	assert isinstance(failure(lambda: HttpClient().get(URL)), Unreachable)
	assert len(web.calls) == MAX_REDIRECTS + 1


@pytest.mark.parametrize(
	("target", "words"),
	[
		("http://10.0.0.1/", "refuses to call a private address"),
		("http://localhost/", "refuses to call a private address"),
		("file:///etc/passwd", "must start with http"),
		("https://a:b@api.example/", "user name or password"),
		("http://[", "not a web address"),
	],
)
def test_redirects_are_judged_like_any_address(web, target, words, failure):
	web.get(URL, status=302, headers={"Location": target})
	error = failure(lambda: HttpClient().get(URL))
	assert isinstance(error, Unreachable) and words in str(error)
	assert len(web.calls) == 1


def test_a_post_is_not_redirected(web, failure):
	web.post(URL, status=308, headers={"Location": "https://new.example/v1"})
	assert "https://new.example/v1" in str(failure(lambda: HttpClient().post_json(URL, {"password": "x"})))
	assert len(web.calls) == 1


# Whatever comes

ADDRESSES = st.text(max_size=40) | st.tuples(
	st.sampled_from(["http://", "https://", "http:/", "//"]), st.text(max_size=40)
).map("".join)


@given(ADDRESSES)
@settings(max_examples=300, deadline=None)
def test_no_address_breaks_it(address):
	with responses.RequestsMock(assert_all_requests_are_fired=False), pytest.raises(ConnectorError):
		HttpClient().get(address)


@given(st.binary(max_size=200), st.sampled_from([200, 400, 401, 404, 429, 500]))
@settings(max_examples=200, deadline=None)
def test_no_body_breaks_it(body, status):
	with responses.RequestsMock(assert_all_requests_are_fired=False) as web:
		web.get(URL, body=body, status=status)
		try:
			HttpClient().get(URL).json()
		except ConnectorError as error:
			assert error.http_status == status
