"""A pretended CMI: the hosted page, its callbacks, its XML API, in a process of its own.

    rules.py      what a request must look like, to the letter
    store.py      orders, in one SQLite file
    scenarios.py  what the cardholder and the bank do
    api.py        history, PostAuth, Void, Credit
    postman.py    callbacks, again and again until they are acknowledged
    pages.py      the page
    server.py     the doors

Of ours it uses the hash alone, which is proven by vectors of other people.
"""
