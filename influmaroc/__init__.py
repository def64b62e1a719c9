"""The wiring: settings, routes, servers, and the journeys that cross apps."""
