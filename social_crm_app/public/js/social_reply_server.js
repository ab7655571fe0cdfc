// What the reply box asks of the server.

const API = "social_crm_app.api.reply.";

export const get = async (method, args) =>
	(await frappe.call({ method: API + method, type: "GET", args })).message;

export const post = async (method, args, more = {}) =>
	(await frappe.call({ method: API + method, args, ...more })).message;
