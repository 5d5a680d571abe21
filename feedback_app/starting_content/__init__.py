"""What a new system starts with: the bureau's units, its staff, and sample records (示例数据). All persons are fictional."""
