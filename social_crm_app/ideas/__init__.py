"""Suggestions and the records that speak for them."""
