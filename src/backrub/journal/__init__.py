"""The journal: events on disk that only grow. It knows no massage."""
