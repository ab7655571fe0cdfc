"""What the browser may call: typed, permission first, short. The work is done in the other rooms."""
