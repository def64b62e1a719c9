"""The workshop: opens what strangers sent, in a process with little memory, little time and no secrets.

Nothing here knows Django. `python -m files.gateways.workshop KIND SOURCE FOLDER` writes what it makes into
the folder, and says how it goes in lines of JSON: {"progress": 40}, and at last {"made": [...], "width": ...}
or {"refused": "file_broken"}.
"""
