"""The command line: `monitor`."""
