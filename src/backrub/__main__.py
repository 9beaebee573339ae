"""`python -m backrub` is the `backrub` command."""

from importlib import import_module

if __name__ == "__main__":
    # By name, not by an import line: the command line is the top layer and loads when asked for.
    import_module("backrub.cli").main()
