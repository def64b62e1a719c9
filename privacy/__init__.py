"""What the house knows of people: data map, copies, erasure, requests, retention. Sees every app below."""
