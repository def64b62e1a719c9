"""Letters by e-mail: what is owed to an address, sent once, with its log. It knows no people and no business.

A letter is a row written beside its cause; codes and tokens in it are sealed, and gone once it has left.
"""
