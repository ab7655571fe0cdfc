// The inbox at /app/social-inbox, loaded by its page only.

import { Inbox } from "./inbox/inbox.js";

frappe.provide("social_crm");
social_crm.Inbox = Inbox;
