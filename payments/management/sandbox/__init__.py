"""A bank that is none: a stand-alone process for development and tests. It imports no model and knows no
table of ours.

Its memory is one SQLite file. It shows a hosted payment page, answers by signed callbacks, and has a status
and a refund API; docs/money.md lists what it answers on request.
"""
