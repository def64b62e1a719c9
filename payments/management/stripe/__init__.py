"""A Stripe that is none: a stand-alone process for development and tests. It imports no model of ours.

It keeps Stripe's published shapes: with the OpenAPI at hand (`--strict`) each request and each answer is held
to it, and what does not fit is kept for GET /_test/violations. docs/money.md lists what it can do.
"""
