// Preloaded before everything else: whatever this process serves is served on 127.0.0.1 only.
// The development network would otherwise bind every interface.
import net from "node:net";

const listen = net.Server.prototype.listen;

net.Server.prototype.listen = function (...args) {
	const [first] = args;
	if (first && typeof first === "object" && !first.path) {
		args[0] = { ...first, host: "127.0.0.1" };
	} else if (first === undefined || typeof first === "function") {
		args.unshift({ port: 0, host: "127.0.0.1" });
	} else if (typeof first === "number" || /^\d+$/.test(String(first))) {
		const callback = args.find((arg) => typeof arg === "function");
		args = [{ port: Number(first), host: "127.0.0.1" }, ...(callback ? [callback] : [])];
	}
	return listen.apply(this, args);
};
