"""Settings by place: base is shared; dev, test and prod differ only where they must."""
