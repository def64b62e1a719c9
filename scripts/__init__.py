"""The house's tools: plain Python, so that they run before anything is installed."""

import sys

if sys.version_info < (3, 11):
    sys.exit("InfluMaroc needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])
