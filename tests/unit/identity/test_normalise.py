"""Keys: one spelling per identifier, and none for what identifies nobody."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_crm_app.identity import hosts
from social_crm_app.identity.keys import (
	KEY_TYPES,
	Key,
	domain_key,
	email_key,
	handle_key,
	phone_key,
	username_key,
)


@pytest.mark.parametrize(
	("raw", "value"),
	[
		("Jane.Doe@ACME.com", "jane.doe@acme.com"),
		("  mailto:jane@acme.com?subject=Hi  ", "jane@acme.com"),
		("Jane Doe <jane+erp@acme.com>", "jane+erp@acme.com"),
		("info@müller.de", "info@xn--mller-kva.de"),
		("\u200bjane@acme.com\u200e", "jane@acme.com"),
		("jane@www.acme.com", "jane@www.acme.com"),
		("jane@gmail.com", "jane@gmail.com"),
	],
)
def test_email_is_canonical(raw, value):
	assert email_key(raw) == Key("Email", value)


@pytest.mark.parametrize(
	"raw",
	[
		None,
		"",
		"jane",
		"jane@",
		"@acme.com",
		"jane@acme",
		"jane@@acme.com",
		"jane..doe@acme.com",
		"jane doe@acme.com",
		"jane@127.0.0.1",
		"jane@localhost",
		"jane@acme.invalid",
		"jane@-acme.com",
		"a" * 65 + "@acme.com",
		"jane@" + "a." * 80 + "com",
		"jane\x00@acme.com",
	],
)
def test_what_is_no_email_gives_no_key(raw):
	assert email_key(raw) is None


@pytest.mark.parametrize(
	("raw", "country", "value"),
	[
		("030 901820", "DE", "+4930901820"),
		("030 901820", "de", "+4930901820"),
		("+49 (0)30 / 90 18 20", None, "+4930901820"),
		("0049 30 901820", None, "+4930901820"),
		("tel:+49-30-901820", None, "+4930901820"),
		("+44 20 7946 0958", "DE", "+442079460958"),
		("06 6982", "IT", "+39066982"),
	],
)
def test_phone_is_e164(raw, country, value):
	assert phone_key(raw, country) == Key("Phone", value)


@pytest.mark.parametrize(
	("raw", "country"),
	[
		("030 901820", None),
		("030 901820", "ZZ"),
		("12", "DE"),
		("+49 1", None),
		("", "DE"),
		(None, "DE"),
		("order", "DE"),
		("9" * 80, "US"),
	],
)
def test_what_is_no_phone_gives_no_key(raw, country):
	assert phone_key(raw, country) is None


@pytest.mark.parametrize(
	("raw", "value"),
	[
		("https://www.Acme.com:8443/shop?q=1#top", "acme.com"),
		("acme.com", "acme.com"),
		("ACME.COM.", "acme.com"),
		("//acme.com/x", "acme.com"),
		("http://user:pass@acme.com/", "acme.com"),
		("jane@acme.com", "acme.com"),
		("mailto:jane@acme.com", "acme.com"),
		("www.www.acme.com", "acme.com"),
		("https://shop.acme.co.uk", "shop.acme.co.uk"),
		("bücher.example", "xn--bcher-kva.example"),
		("https://例え.jp/", "xn--r8jz45g.jp"),
		("www.com", "www.com"),
	],
)
def test_domain_is_the_exact_host(raw, value):
	assert domain_key(raw) == Key("Domain", value)


@pytest.mark.parametrize(
	"raw",
	[
		None,
		"",
		"acme",
		"http://",
		"http://192.168.1.1/",
		"http://[::1]:80/",
		"javascript:alert(1)",
		"acme.local",
		"handle.invalid",
		"a b.com",
		"acme.com:port",
		"jane@gmail.com",
		"https://gmx.at",
		"qq.com",
		"user@yandex.com.tr",
		"https://jane.github.io/cv",
		"acme.wordpress.com",
		"https://linktr.ee/jane",
		"https://x.com/jane",
		"https://de.linkedin.com/in/jane",
		"https://mastodon.social/@jane",
		"jane.bsky.social",
		"https://youtu.be/abc",
		"a." * 100 + "com",
		"ｘ" * 3000,
	],
)
def test_shared_or_unreadable_hosts_give_no_domain(raw):
	assert domain_key(raw) is None


@pytest.mark.parametrize(
	("platform", "handle", "value"),
	[
		("mastodon", "@Jane@Mastodon.Example", "mastodon:jane@mastodon.example"),
		("Fediverse", "acct:jane@mastodon.example", "mastodon:jane@mastodon.example"),
		("mastodon", "jane@localhost:8001", "mastodon:jane@localhost:8001"),
		("mastodon", "jane@bücher.example", "mastodon:jane@xn--bcher-kva.example"),
		("bluesky", "@Jane.Example.COM", "bluesky:jane.example.com"),
		("bluesky", "\u2068@jane.bsky.social\u2069", "bluesky:jane.bsky.social"),
		("Twitter", "@Jane_Doe", "x:jane_doe"),
		("Hacker News", "jane", "hackernews:jane"),
		("linkedin", "company/acme", "linkedin:company/acme"),
		("youtube", "@日本語", "youtube:日本語"),
	],
)
def test_handle_is_canonical(platform, handle, value):
	assert handle_key(platform, handle) == Key("Handle", value)


@pytest.mark.parametrize(
	("platform", "handle"),
	[
		("mastodon", "jane"),
		("mastodon", "jane@"),
		("mastodon", "jane@a b"),
		("mastodon", "a@b@c"),
		("bluesky", "jane"),
		("bluesky", "did:plc:abc"),
		("bluesky", "handle.invalid"),
		("x", "two words"),
		("x", ""),
		("x", None),
		("", "jane"),
		("not a platform!", "jane"),
		("github", "acme/drill"),
		("x", "j" * 200),
	],
)
def test_what_is_no_handle_gives_no_key(platform, handle):
	assert handle_key(platform, handle) is None


@pytest.mark.parametrize(
	("handle", "value"),
	[
		("mastodon:Jane_Miller@m.example", "janemiller"),
		("bluesky:jane-miller.bsky.social", "janemiller"),
		("x:jane.miller", "janemiller"),
		("hackernews:JaneMiller", "janemiller"),
		("youtube:日本語日本語", "日本語日本語"),
	],
)
def test_a_user_name_is_the_same_on_every_platform(handle, value):
	assert username_key(Key("Handle", handle)) == Key("Username", value)


@pytest.mark.parametrize(
	"key",
	[
		None,
		Key("Email", "janemiller@acme.com"),
		Key("Handle", "bluesky:jane.acme.com"),
		Key("Handle", "linkedin:company/janemiller"),
		Key("Handle", "x:jane"),
		Key("Handle", "x:support"),
		Key("Handle", "x:123456"),
		Key("Handle", "x:_____"),
	],
)
def test_what_anybody_may_be_called_is_no_user_name(key):
	assert username_key(key) is None


def again(key: Key, country: str | None) -> Key | None:
	if key.type == "Handle":
		platform, _colon, name = key.value.partition(":")
		return handle_key(platform, name)
	return {"Email": email_key, "Domain": domain_key, "Phone": lambda value: phone_key(value, country)}[
		key.type
	](key.value)


@given(
	st.one_of(
		st.text(max_size=60),
		st.from_regex(r"\A[\w.+-]{1,20}@[\w-]{1,10}\.(com|de|example)\Z"),
		st.from_regex(r"\A(https?://)?(www\.)*[\w-]{1,12}\.[a-zé]{2,5}(:\d+)?/.{0,5}\Z"),
		st.from_regex(r"\A@?[\w.]{1,10}@[\w.-]{1,10}\Z"),
	),
	st.sampled_from(["mastodon", "bluesky", "x", "youtube", "linkedin"]),
)
def test_a_key_normalises_to_itself(raw, platform):
	for key in (email_key(raw), domain_key(raw), handle_key(platform, raw), phone_key(raw, "US")):
		if key:
			assert key.type in KEY_TYPES
			assert 0 < len(key.value) <= 140
			assert again(key, None) == key
			username = username_key(key)
			assert not username or username_key(Key("Handle", f"x:{username.value}")) == username


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_every_country_s_example_number_normalises_to_itself(region):
	number = phonenumbers.example_number(region)
	national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
	key = phone_key(national, region)
	assert key is not None
	assert phone_key(key.value, None) == key
	assert phone_key(key.value, "DE") == key


def test_no_host_list_holds_a_name_that_can_never_match():
	for names in (hosts.FREE_MAIL, hosts.SHARED_HOSTS):
		for name in names:
			assert name == name.lower()
			assert "." in name
			assert not name.startswith("www.")
			assert domain_key(name) is None
