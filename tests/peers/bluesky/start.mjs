// Starts a whole AT network on loopback and keeps it up until stdin ends.
//
//   node start.mjs <folder in which package.json was installed>
//
// stdout speaks one JSON object a line: first {"ready": true, "pds": url, "jwtSecret": ...}, then one answer
// to each line of stdin: {"op": "settle"} waits until the AppView has indexed everything that was posted,
// {"op": "domain", "handle": ..., "did": ...} makes a handle outside the server's own domains resolve, as a
// DNS record would. PostgreSQL and Redis are private to the run: a temporary folder, free ports, removed again.
import { spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import readline from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import "./loopback.mjs"; // before the network is loaded, see main()

const installed = createRequire(path.resolve(process.argv[2], "package.json"));
const home = mkdtempSync(path.join(tmpdir(), "bluesky-peer-"));
process.env.TMPDIR = home; // the network's own files go there too
const children = [];

// stdout belongs to the protocol; what the servers print goes to stderr.
const answer = (message) => process.stdout.write(JSON.stringify(message) + "\n");
console.log = console.info = console.error;

function freePort() {
	return new Promise((resolve) => {
		const server = net.createServer().listen(0, () => {
			const { port } = server.address();
			server.close(() => resolve(port));
		});
	});
}

function postgresBin() {
	const root = "/usr/lib/postgresql";
	const versions = existsSync(root) ? readdirSync(root).sort((a, b) => b - a) : [];
	return versions.length ? path.join(root, versions[0], "bin") : "";
}

// PostgreSQL refuses to run as root, so root lends it the account the package made for it.
function servant() {
	if (process.getuid() !== 0) return {};
	const [uid, gid] = ["-u", "-g"].map((flag) => Number(spawnSync("id", [flag, "postgres"]).stdout.toString()));
	return { uid, gid };
}

function run(command, args, options) {
	const done = spawnSync(command, args, { ...options, stdio: ["ignore", 2, 2] });
	if (done.status !== 0) throw new Error(`${path.basename(command)} failed: ${done.error ?? done.status}`);
}

function serve(command, args, options) {
	children.push(spawn(command, args, { ...options, stdio: ["ignore", 2, 2] }));
}

async function accepting(port) {
	for (let tries = 0; tries < 200; tries++) {
		const open = await new Promise((resolve) => {
			const socket = net.connect(port, "127.0.0.1");
			socket.once("connect", () => socket.destroy() && resolve(true));
			socket.once("error", () => resolve(false));
		});
		if (open) return;
		await wait(50);
	}
	throw new Error(`nothing listens on port ${port}`);
}

async function startPostgres() {
	const port = await freePort();
	const as = { ...servant(), cwd: home };
	if (as.uid) chownSync(home, as.uid, as.gid);
	const data = path.join(home, "pg");
	run(path.join(postgresBin(), "initdb"), ["-D", data, "-U", "peer", "-A", "trust", "--no-sync"], as);
	serve(path.join(postgresBin(), "postgres"), ["-D", data, "-p", port, "-h", "127.0.0.1", "-k", home, "-F"], as);
	await accepting(port);
	return `postgresql://peer@127.0.0.1:${port}/postgres`;
}

async function startRedis() {
	const port = await freePort();
	serve("redis-server", ["--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", home], { cwd: home });
	await accepting(port);
	return `127.0.0.1:${port}`;
}

async function startNetwork() {
	process.env.DB_POSTGRES_URL = await startPostgres();
	process.env.REDIS_HOST = await startRedis();
	const { TestNetwork } = await import(pathToFileURL(installed.resolve("@atproto/dev-env")));
	return TestNetwork.create({
		dbPostgresSchema: "peer",
		pds: { hostname: "localhost", enableDidDocWithSession: true, rateLimitsEnabled: true },
		bsky: { dbPostgresSchema: "bsky" },
	});
}

// Handles of the server's own domains go on to the real resolver.
function resolveDomains(network, domains) {
	for (const resolver of [network.pds.ctx.idResolver, network.bsky.ctx.idResolver, network.bsky.dataplane.idResolver]) {
		const resolve = resolver.handle.resolve;
		resolver.handle.resolve = async (handle) => domains.get(handle) ?? resolve.call(resolver.handle, handle);
	}
}

function stop(code) {
	for (const child of children) child.kill("SIGINT");
	Promise.race([Promise.all(children.map((child) => child.exitCode ?? new Promise((r) => child.once("exit", r)))), wait(10000)])
		.finally(() => {
			rmSync(home, { recursive: true, force: true });
			process.exit(code);
		});
}

async function main() {
	const network = await startNetwork();
	const domains = new Map();
	resolveDomains(network, domains);
	answer({ ready: true, pds: `http://localhost:${network.pds.port}`, jwtSecret: "jwt-secret" });
	for await (const line of readline.createInterface({ input: process.stdin })) {
		const message = JSON.parse(line);
		if (message.op === "settle") await network.processAll(20000);
		if (message.op === "domain") domains.set(message.handle, message.did);
		answer({ done: message.op });
	}
}

process.once("SIGTERM", () => stop(0));
process.once("SIGINT", () => stop(0));
main().then(
	() => stop(0),
	(error) => {
		console.error(error);
		answer({ ready: false, error: String(error) });
		stop(1);
	},
);
