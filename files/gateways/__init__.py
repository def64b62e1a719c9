"""What looks into files and makes others of them: a scanner, and a workshop in a process of its own."""
