"""Pages of the website; each shows what `privacy.portal` and its like say and decides nothing."""
