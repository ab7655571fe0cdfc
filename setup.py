# pyproject.toml is the truth; this shim serves tools that still look for a setup.py.
from setuptools import setup

name = "social_crm_app"

setup()
