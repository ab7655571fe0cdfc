# shellcheck shell=bash
# The instance's own MariaDB and its two Redis servers: loopback only, own data folders, own ports.

MARIADBD=$(command -v mariadbd || printf '/usr/sbin/mariadbd')

# database_create: an empty server in INSTANCE/mariadb whose root password is in the state file.
database_create() {
	rm -rf -- "$INSTANCE/mariadb"
	state_set DB_ROOT_PASSWORD "$(_random_word)"
	_write_database_config
	mariadb-install-db --defaults-file="$INSTANCE/config/mariadb.cnf" --datadir="$INSTANCE/mariadb" \
		--auth-root-authentication-method=normal --skip-test-db
	# The password is set before the server ever listens.
	printf "FLUSH PRIVILEGES;\nALTER USER root@localhost IDENTIFIED BY '%s';\n" "$DB_ROOT_PASSWORD" |
		"$MARIADBD" --defaults-file="$INSTANCE/config/mariadb.cnf" --bootstrap
}

_random_word() { "$PYTHON" -c 'import secrets; print(secrets.token_urlsafe(12))'; }

# A throw-away database need not survive a power cut: DURABLE=no saves most of the waiting for the disk.
# The socket is relative, so it lies in the data folder however long the path of the bench is.
_write_database_config() {
	local durable=${DURABLE:-yes}
	cat >"$INSTANCE/config/mariadb.cnf" <<-CNF
		[mysqld]
		datadir = $INSTANCE/mariadb
		socket = mariadb.sock
		pid-file = $INSTANCE/run/mariadbd.own.pid
		bind-address = 127.0.0.1
		port = $PORT_MARIADB
		character-set-client-handshake = FALSE
		character-set-server = utf8mb4
		collation-server = utf8mb4_unicode_ci
		max_allowed_packet = 64M
		max_connections = 80
		performance_schema = OFF
		innodb_buffer_pool_size = 256M
		innodb_log_file_size = 48M
		innodb_flush_log_at_trx_commit = $([ "$durable" = yes ] && printf 1 || printf 0)
		innodb_doublewrite = $([ "$durable" = yes ] && printf ON || printf OFF)
	CNF
}

database_start() {
	_write_database_config
	# A file per table: as many open files as this user may have, up to what MariaDB asks for.
	ulimit -Sn 32768 2>/dev/null || ulimit -Sn "$(ulimit -Hn)"
	start_and_wait mariadb 60 _database_answers "$MARIADBD" --defaults-file="$INSTANCE/config/mariadb.cnf"
}

_database_answers() { ! port_is_free "$PORT_MARIADB"; }

redis_start() {
	local role
	for role in cache queue; do
		_write_redis_config "$role"
		start_and_wait "redis-$role" 20 "_redis_${role}_answers" redis-server "$INSTANCE/config/redis-$role.conf"
	done
}

_redis_cache_answers() { ! port_is_free "$PORT_REDIS_CACHE"; }
_redis_queue_answers() { ! port_is_free "$PORT_REDIS_QUEUE"; }

_write_redis_config() {
	local role=$1 port=PORT_REDIS_${1^^}
	cat >"$INSTANCE/config/redis-$role.conf" <<-CONF
		bind 127.0.0.1
		port ${!port}
		dir $INSTANCE/redis-$role
		save ""
		appendonly no
		maxmemory 256mb
		maxmemory-policy $([ "$role" = cache ] && printf allkeys-lru || printf noeviction)
	CONF
}

# bench_config_write: what Frappe reads first, common to every site of the instance.
bench_config_write() {
	cat >"$INSTANCE/sites/common_site_config.json" <<-JSON
		{
		 "background_workers": 1,
		 "db_host": "127.0.0.1",
		 "db_port": $PORT_MARIADB,
		 "default_site": "$SITE",
		 "redis_cache": "redis://127.0.0.1:$PORT_REDIS_CACHE",
		 "redis_queue": "redis://127.0.0.1:$PORT_REDIS_QUEUE",
		 "redis_socketio": "redis://127.0.0.1:$PORT_REDIS_QUEUE",
		 "scheduler_tick_interval": 10,
		 "serve_default_site": true,
		 "server_script_enabled": 1,
		 "socketio_port": ${PORT_SOCKETIO:-9000},
		 "webserver_port": ${PORT_WEB:-8000}
		}
	JSON
}
