"""The demo's items, orders, deliveries, invoices, return, warranty claim, issue and quotations.

Runs on a connected site with the people in it. Everything goes through ERPNext's own documents and mappers,
as a person would click it. Idempotent: each order and what follows from it is one transaction. It must not
write to ERPNext's tables past its documents.
"""

import json
from pathlib import Path

from setup_site import COMPANY, COMPANY_ABBR

import frappe
from frappe.utils import add_days, today

from erpnext.accounts.doctype.payment_entry.payment_entry import get_payment_entry
from erpnext.selling.doctype.sales_order.sales_order import make_delivery_note
from erpnext.stock.doctype.delivery_note.delivery_note import make_sales_invoice, make_sales_return

WAREHOUSE = f"Stores - {COMPANY_ABBR}"
BANK = f"Acme Current Account - {COMPANY_ABBR}"
FIRST_SERIAL = 1001
STOCKED_DAYS_AGO = 40


def seed_trade() -> None:
	plan = json.loads((Path(__file__).parent / "demo_transactions.json").read_text(encoding="utf-8"))
	make_items(plan["items"])
	for number, order in enumerate(plan["orders"], FIRST_SERIAL):
		make_order(order, f"PO-{number}")
	for quotation in plan["quotations"]:
		make_quotation(quotation)
	for opportunity in plan["opportunities"]:
		make_opportunity(opportunity)
	for claim in plan["warranty_claims"]:
		make_warranty_claim(claim)
	for issue in plan["issues"]:
		make_issue(issue)


def days_ago(days: int) -> str:
	return add_days(today(), -days)


def make_items(items: list[dict]) -> None:
	"""The products with their price, and their first stock."""
	for item in items:
		if frappe.db.exists("Item", item["code"]):
			continue
		frappe.get_doc(
			doctype="Item",
			item_code=item["code"],
			item_name=item["name"],
			item_group="Products",
			stock_uom="Nos",
			has_serial_no=int("serials" in item),
			warranty_period=item["warranty_days"],
			valuation_rate=item["cost"],
		).insert()
		set_price(item)
		receive_stock(item)
		frappe.db.commit()  # a demo that was stopped goes on after what is there


def set_price(item: dict) -> None:
	"""Valid since before the first order; the rate of an Item form would only be valid from today."""
	frappe.get_doc(
		doctype="Item Price",
		item_code=item["code"],
		price_list="Standard Selling",
		price_list_rate=item["price"],
		valid_from=days_ago(STOCKED_DAYS_AGO),
	).insert()


def receive_stock(item: dict) -> None:
	entry = frappe.get_doc(
		doctype="Stock Entry",
		stock_entry_type="Material Receipt",
		company=COMPANY,
		set_posting_time=1,
		posting_date=days_ago(STOCKED_DAYS_AGO),
		items=[
			{
				"item_code": item["code"],
				"qty": item["stock"],
				"t_warehouse": WAREHOUSE,
				"basic_rate": item["cost"],
				"use_serial_batch_fields": 1,
				"serial_no": "\n".join(serial_numbers(item)),
			}
		],
	)
	entry.insert()
	entry.submit()


def serial_numbers(item: dict) -> list[str]:
	if "serials" not in item:
		return []
	return [f"{item['serials']}{FIRST_SERIAL + index}" for index in range(item["stock"])]


def make_order(plan: dict, po_no: str) -> None:
	"""A sales order and, as far as the plan says, its delivery, invoice, payment and return."""
	if frappe.db.exists("Sales Order", {"customer": plan["customer"], "po_no": po_no}):
		return
	ordered = days_ago(plan["days_ago"])
	order = frappe.get_doc(
		doctype="Sales Order",
		company=COMPANY,
		customer=plan["customer"],
		po_no=po_no,
		transaction_date=ordered,
		delivery_date=add_days(ordered, plan["due_in"]),
		set_warehouse=WAREHOUSE,
		items=lines_of(plan),
	).insert()
	order.submit()
	if "delivered" in plan:
		fulfil(order.name, plan)
	frappe.db.commit()  # a demo that was stopped goes on after what is there


def fulfil(order: str, plan: dict) -> None:
	delivery = make_delivery_note(order)
	set_date(delivery, plan["delivered"])
	for row in delivery.items:
		set_serials(row, plan.get("serials", {}).get(row.item_code, []))
	delivery.insert().submit()
	if "invoiced" in plan:
		invoice_and_collect(delivery.name, plan)
	if "returned" in plan:
		take_back(delivery.name, plan)


def invoice_and_collect(delivery: str, plan: dict) -> None:
	"""Invoices fall due after two weeks, so those that are not paid are overdue in the demo."""
	invoice = make_sales_invoice(delivery)
	set_date(invoice, plan["invoiced"])
	invoice.due_date = add_days(days_ago(plan["invoiced"]), 14)
	invoice.insert().submit()
	if "paid" in plan:
		payment = get_payment_entry("Sales Invoice", invoice.name, bank_account=BANK)
		payment.posting_date = payment.reference_date = days_ago(plan["paid"])
		payment.reference_no = f"Transfer {invoice.name}"
		payment.insert().submit()


def take_back(delivery: str, plan: dict) -> None:
	goods_back = make_sales_return(delivery)
	set_date(goods_back, plan["returned_days_ago"])
	goods_back.items = [row for row in goods_back.items if row.item_code in plan["returned"]]
	for row in goods_back.items:
		serials = plan["returned"][row.item_code]
		row.qty = -len(serials)
		set_serials(row, serials)
	goods_back.insert().submit()


def set_date(doc, days: int) -> None:
	doc.set_posting_time = 1
	doc.posting_date = days_ago(days)


def set_serials(row, serials: list[str]) -> None:
	row.serial_and_batch_bundle = None
	row.use_serial_batch_fields = 1
	row.serial_no = "\n".join(serials)


def lines_of(plan: dict) -> list[dict]:
	"""Item rows with the list price, which an opportunity does not look up by itself."""
	prices = dict(
		frappe.get_all(
			"Item Price",
			{"item_code": ["in", list(plan["lines"])]},
			["item_code", "price_list_rate"],
			as_list=True,
		)
	)
	return [{"item_code": code, "qty": qty, "rate": prices[code]} for code, qty in plan["lines"].items()]


def party_name(kind: str, name: str) -> str:
	"""A lead's document name for the person's name; a customer is called as it is."""
	return name if kind == "Customer" else frappe.db.get_value("Lead", {"lead_name": name})


def make_quotation(plan: dict) -> None:
	party = party_name(plan["to"], plan["party"])
	if frappe.db.exists("Quotation", {"quotation_to": plan["to"], "party_name": party}):
		return
	quotation = frappe.get_doc(
		doctype="Quotation",
		company=COMPANY,
		quotation_to=plan["to"],
		party_name=party,
		transaction_date=days_ago(plan["days_ago"]),
		valid_till=add_days(today(), 30),
		items=lines_of(plan),
	).insert()
	quotation.submit()
	frappe.db.commit()  # a demo that was stopped goes on after what is there


def make_opportunity(plan: dict) -> None:
	party = party_name(plan["from"], plan["party"])
	if frappe.db.exists("Opportunity", {"opportunity_from": plan["from"], "party_name": party}):
		return
	frappe.get_doc(
		doctype="Opportunity",
		company=COMPANY,
		opportunity_from=plan["from"],
		party_name=party,
		transaction_date=days_ago(plan["days_ago"]),
		items=lines_of(plan),
	).insert()
	frappe.db.commit()  # a demo that was stopped goes on after what is there


def make_warranty_claim(plan: dict) -> None:
	if frappe.db.exists("Warranty Claim", {"customer": plan["customer"], "serial_no": plan["serial_no"]}):
		return
	frappe.get_doc(
		doctype="Warranty Claim",
		company=COMPANY,
		customer=plan["customer"],
		item_code=plan["item"],
		serial_no=plan["serial_no"],
		complaint_date=days_ago(plan["days_ago"]),
		complaint=plan["complaint"],
	).insert()
	frappe.db.commit()  # a demo that was stopped goes on after what is there


def make_issue(plan: dict) -> None:
	if frappe.db.exists("Issue", {"subject": plan["subject"]}):
		return
	frappe.get_doc(
		doctype="Issue",
		company=COMPANY,
		subject=plan["subject"],
		customer=plan["customer"],
		raised_by=plan["raised_by"],
		opening_date=days_ago(plan["days_ago"]),
	).insert()
	frappe.db.commit()  # a demo that was stopped goes on after what is there
