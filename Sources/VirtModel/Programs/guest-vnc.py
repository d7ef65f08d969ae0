def vnc(host, names, options):
    for name in names:
        shown = host.ask(name, "query-vnc")
        if not shown.get("enabled"):
            raise Refused(f"{name} has no display")
        print(":".join(plain(shown[key]) for key in ("host", "service") if shown.get(key)))


MORE_COMMANDS["vnc"] = (vnc, "NAME...", "Print where the display of a guest is.")
