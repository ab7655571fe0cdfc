// Replies as text, in the list as in the form: what stands in them may look like markup.

social_crm.show_as_text("Mention Reply");
