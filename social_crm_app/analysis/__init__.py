"""Text in, judgement out: language, sentiment, intent, topics. Pure functions: no frappe, no database."""
