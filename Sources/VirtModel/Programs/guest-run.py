
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
try:
    sys.exit(main(*sys.argv[1:]))
except Refused as refused:
    sys.exit(f"nixvirt-guest: {refused}")
except FileNotFoundError as missing:
    sys.exit(f"nixvirt-guest: {missing.filename} is missing: does this host have guests?")
