# shellcheck shell=bash
# The browser suite: Playwright from PyPI drives the machine's own Chromium, nothing is downloaded for it.

find_chromium() {
	local name
	for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
		[ -z "$name" ] || ! has "$name" || { command -v "$name" && return 0; }
	done
	return 1
}

# Debian has an ordinary package; Ubuntu's is a snap, which cannot be installed quietly.
install_browser() {
	find_chromium >/dev/null && return 0
	grep -qs '^ID=debian' /etc/os-release && may_install_packages || return 0
	install_packages chromium
}

# run_browser_suite: on the site of this instance, with a worker and a web server, or says why not.
run_browser_suite() {
	local chromium venv
	if ! chromium=$(find_chromium); then
		not_run browser "no Chromium was found. Type:  $(install_line chromium)"
		return 0
	fi
	venv=$(cache_dir)/venv-browser
	[ -e "$venv/complete" ] || run_logged "Fetching Playwright (from PyPI)" _browser_venv "$venv"
	use_node
	fresh_site
	run_logged "Building the app's browser files" build_for_browser
	web_start
	socketio_start
	worker_start
	state_set ADMIN_PASSWORD "$(_random_word)"
	run_logged "Setting a password" frappe_do --site "$SITE" set-admin-password "$ADMIN_PASSWORD"
	SOCIAL_CRM_URL=http://localhost:$PORT_WEB SOCIAL_CRM_ADMIN_PASSWORD=$ADMIN_PASSWORD \
		SOCIAL_CRM_CHROMIUM=$chromium PYTHONDONTWRITEBYTECODE=1 run_pytest browser "$venv/bin/python"
	service_stop worker 5
	service_stop socketio
	service_stop web
}

build_for_browser() {
	assets_link
	assets_build
}

_browser_venv() {
	rm -rf -- "$1"
	"$(find_python)" -m venv "$1"
	"$1/bin/pip" install --quiet 'playwright>=1.40,<2' 'pytest>=8,<9'
	touch "$1/complete"
}
