"""The web edge: routes that read, call one function of `app` and write. No rule of the trade stands here."""
