"""Messages per second over websockets, as a share of a bare server: `python -m bench.realtime`."""
