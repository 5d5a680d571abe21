"""Working days by the national and regional calendar, the registry of limits, and the clocks that run under them."""
