
def tagged(host, word):
    """The guests that have a tag."""
    names = [name for name in sorted(host.guests) if word[1:] in host.guests[name].get("tags", [])]
    if not names:
        raise Refused(f"no guest of this host has the tag {plain(word[1:])!r}")
    return names


def with_tags(command="", *words):
    """Does a command for every guest with a tag: @TAG stands for its name."""
    arguments = COMMANDS.get(command, (None, "", ""))[1]
    if command not in ("list", "backup", "verify", "snapshot", "switch") and "NAME" not in arguments \
            or not any(word.startswith("@") for word in words):
        return untagged(command, *words)
    host = Host()
    chosen = [each for word in words for each in (tagged(host, word) if word.startswith("@") else [word])]
    if command == "list":
        host.check(chosen)
        host.guests = {name: host.guests[name] for name in chosen}
        return list_guests(host, [], [])
    if "NAME..." in arguments:
        return untagged(command, *dict.fromkeys(chosen))
    place = next(number for number, word in enumerate(words) if word.startswith("@"))
    names = tagged(host, words[place])
    if command not in ("backup", "verify", "snapshot", "switch") and len(names) > 1:
        raise Refused(f"{words[place]} selects {', '.join(names)}: {command} takes one guest")
    # One after the other; a failure of one keeps no other from its turn.
    return max(subprocess.run([sys.executable, "-I", sys.argv[0], command, *words[:place], name, *words[place + 1:]]).returncode
               for name in names)


def complete_tags(word, previous):
    """The words for a shell, also tags."""
    if not word.startswith("@"):
        return complete_names(word, previous)
    tags = {f"@{tag}" for guest in Host().guests.values() for tag in guest.get("tags", [])}
    print("\n".join(sorted(each for each in tags if each.startswith(word))))


USAGE += "; @TAG stands for every guest with the tag"
untagged, main = main, with_tags
complete_names, complete = complete, complete_tags
