"""Somebody who plays PayPal: a stand-alone process for development and tests. It knows no table of ours.

Orders, captures, refunds, payouts, disputes and signed messages, with a page where the payer agrees. Its
memory is one SQLite file, its certificates are its own. Given the published OpenAPI files, it holds every
request and every answer to them. docs/money.md lists what it does when asked to misbehave.
"""
