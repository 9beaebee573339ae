"""The composition root: settings, clock, ids, stores, and the few-line functions that cli and web call."""
