"""Files that people send: received, looked into, drawn again, and handed to whoever may see them."""
