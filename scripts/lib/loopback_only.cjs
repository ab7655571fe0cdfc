// Preload for Frappe's socketio.js, which listens on all addresses: keeps it on this machine.
const { Server } = require("node:net");

const listen = Server.prototype.listen;
Server.prototype.listen = function (port, ...rest) {
	const is_port = typeof port === "number" || /^\d+$/.test(port);
	return is_port ? listen.call(this, Number(port), "127.0.0.1", ...rest) : listen.call(this, port, ...rest);
};
