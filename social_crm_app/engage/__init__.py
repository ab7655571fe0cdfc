"""Acting on mentions: what they are turned into. Never reads a platform."""
