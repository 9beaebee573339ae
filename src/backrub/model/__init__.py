"""The values that cross every edge: request, clearance, plan, score. Frozen, checked at birth."""
