"""`python -m social_crm_app.preview`. Holds nothing but the call."""

import sys

from social_crm_app.preview.cli import main

if __name__ == "__main__":
	sys.exit(main())
