"""One file for each kind of document a Mention becomes; `engage.convert` calls them."""
