# shellcheck shell=bash
# The peer suite: connectors against real servers of other people's making, started on loopback. It wants
# programs that not every machine has (tests/peers/bluesky/README.md), so it runs only when it is named.

run_peer_suite() {
	local folder
	folder=${SOCIAL_CRM_BLUESKY_PEER:-$(cache_dir)/bluesky-$(short_hash <"$SOCIAL_CRM_ROOT/tests/peers/bluesky/package.json")}
	LOG=$(cache_dir)/peers.log
	if [ ! -d "$folder/node_modules" ]; then
		use_node
		run_logged "Installing a Bluesky network (400 MB, some minutes)" _install_bluesky "$folder"
	fi
	unit_venv
	say ""
	say "== peers"
	(
		cd "$SOCIAL_CRM_ROOT"
		SOCIAL_CRM_BLUESKY_PEER=$folder exec "$UNIT_VENV/bin/python" -m pytest -m peer tests/unit/connectors \
			-p no:cacheprovider --junitxml "$RESULTS/peer.xml"
	) || say "pytest ended with status $?"
	[ -s "$RESULTS/peer.xml" ] || broke_down peer "pytest left no report"
}

_install_bluesky() {
	local making=$1.making
	rm -rf -- "$making"
	mkdir -p "$making"
	cp "$SOCIAL_CRM_ROOT/tests/peers/bluesky/package.json" "$making"
	(cd "$making" && npm install --silent --no-fund --no-audit --ignore-scripts && npm run --silent native)
	mv -- "$making" "$1"
}
