# Completions of nixvirt for fish, made by: nixvirt completions fish

# Whether the command is a certain one.
function __nixvirt_is
    set -l words (commandline -poc)
    test "$words[2]" = $argv[1]
end

# Whether no command is given yet.
function __nixvirt_has_no_command
    test (count (commandline -poc)) -eq 1
end

# Whether a number of arguments stand behind the command, options apart.
function __nixvirt_has_arguments
    set -l words (commandline -poc)
    set -l arguments (string match --invert -- '-*' $words[3..-1])
    test (count $arguments) -eq $argv[1]
end

complete -c nixvirt -f
complete -c nixvirt -n __nixvirt_has_no_command -l help -s h -d 'Print the help.'
complete -c nixvirt -n __nixvirt_has_no_command -l version -s V -d 'Print the version.'

complete -c nixvirt -n __nixvirt_has_no_command -a init -d 'Write a starter: a description with comments, and what goes with it.'
complete -c nixvirt -n '__nixvirt_is init' -l template -s t -r -f -a 'ci flake fleet home-lab' -d 'The starter to write: ci, flake, fleet, home-lab. Default: home-lab.'
complete -c nixvirt -n '__nixvirt_is init' -l color -r -f -a 'auto always never' -d 'Colour messages: auto (on a terminal, unless NO_COLOR is set), always, never.'
complete -c nixvirt -n '__nixvirt_is init' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is init; and __nixvirt_has_arguments 0' -f -a '(__fish_complete_directories)'

complete -c nixvirt -n __nixvirt_has_no_command -a generate -d 'Write the NixOS module that a description makes.'
complete -c nixvirt -n '__nixvirt_is generate' -l output -s o -r -F -d 'Write the module to FILE instead of the standard output; of a fleet, the modules to that folder. A file with the same content is not touched.'
complete -c nixvirt -n '__nixvirt_is generate' -l force -s f -d 'Replace files that nixvirt did not write, or that are read-only. The description is never replaced.'
complete -c nixvirt -n '__nixvirt_is generate' -l host -r -d 'Of a fleet, this host alone.'
complete -c nixvirt -n '__nixvirt_is generate' -l deny-warnings -d 'Exit with 3 if there are warnings, as for errors.'
complete -c nixvirt -n '__nixvirt_is generate' -l color -r -f -a 'auto always never' -d 'Colour messages: auto (on a terminal, unless NO_COLOR is set), always, never.'
complete -c nixvirt -n '__nixvirt_is generate' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is generate; and __nixvirt_has_arguments 0' -F

complete -c nixvirt -n __nixvirt_has_no_command -a diff -d 'Show how a module differs from what its description makes.'
complete -c nixvirt -n '__nixvirt_is diff' -l semantic -d 'Tell what changes for whom instead: by guest and attribute, and what a rebuild does with running guests.'
complete -c nixvirt -n '__nixvirt_is diff' -l host -r -d 'Of a fleet, this host alone.'
complete -c nixvirt -n '__nixvirt_is diff' -l deny-warnings -d 'Exit with 3 if there are warnings, as for errors.'
complete -c nixvirt -n '__nixvirt_is diff' -l color -r -f -a 'auto always never' -d 'Colour messages: auto (on a terminal, unless NO_COLOR is set), always, never.'
complete -c nixvirt -n '__nixvirt_is diff' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is diff; and __nixvirt_has_arguments 0' -F
complete -c nixvirt -n '__nixvirt_is diff; and __nixvirt_has_arguments 1' -F

complete -c nixvirt -n __nixvirt_has_no_command -a check -d 'Check a description, and that its module is up to date.'
complete -c nixvirt -n '__nixvirt_is check' -l format -r -f -a 'text github json sarif' -d 'How diagnostics are printed: text, github (annotations of a workflow), json, sarif (for code hosts and editors).'
complete -c nixvirt -n '__nixvirt_is check' -l host -r -d 'Of a fleet, this host alone.'
complete -c nixvirt -n '__nixvirt_is check' -l deny-warnings -d 'Exit with 3 if there are warnings, as for errors.'
complete -c nixvirt -n '__nixvirt_is check' -l color -r -f -a 'auto always never' -d 'Colour messages: auto (on a terminal, unless NO_COLOR is set), always, never.'
complete -c nixvirt -n '__nixvirt_is check' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is check; and __nixvirt_has_arguments 0' -F
complete -c nixvirt -n '__nixvirt_is check; and __nixvirt_has_arguments 1' -F

complete -c nixvirt -n __nixvirt_has_no_command -a show -d 'Show the guests, networks and totals of a description.'
complete -c nixvirt -n '__nixvirt_is show' -l format -r -f -a 'table json dot mermaid svg' -d 'How it is shown: table, json, or as a drawing of who is connected to what: dot (Graphviz), mermaid (Markdown of many sites), svg (a picture for browsers).'
complete -c nixvirt -n '__nixvirt_is show' -l host -r -d 'Of a fleet, this host alone.'
complete -c nixvirt -n '__nixvirt_is show' -l why -d 'Of a fleet, tell why the guests that leave their host out are where they are.'
complete -c nixvirt -n '__nixvirt_is show' -l deny-warnings -d 'Exit with 3 if there are warnings, as for errors.'
complete -c nixvirt -n '__nixvirt_is show' -l color -r -f -a 'auto always never' -d 'Colour messages: auto (on a terminal, unless NO_COLOR is set), always, never.'
complete -c nixvirt -n '__nixvirt_is show' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is show; and __nixvirt_has_arguments 0' -F

complete -c nixvirt -n __nixvirt_has_no_command -a reach -d 'Tell whether the networks let one party talk to another.'
complete -c nixvirt -n '__nixvirt_is reach' -l host -r -d 'Of a fleet, this host alone.'
complete -c nixvirt -n '__nixvirt_is reach' -l deny-warnings -d 'Exit with 3 if there are warnings, as for errors.'
complete -c nixvirt -n '__nixvirt_is reach' -l color -r -f -a 'auto always never' -d 'Colour messages: auto (on a terminal, unless NO_COLOR is set), always, never.'
complete -c nixvirt -n '__nixvirt_is reach' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is reach; and __nixvirt_has_arguments 2' -F

complete -c nixvirt -n __nixvirt_has_no_command -a place -d 'Find a host for the guests of a fleet that leave it out.'
complete -c nixvirt -n '__nixvirt_is place' -l force -s f -d 'Replace files that nixvirt did not write, or that are read-only. The description is never replaced.'
complete -c nixvirt -n '__nixvirt_is place' -l deny-warnings -d 'Exit with 3 if there are warnings, as for errors.'
complete -c nixvirt -n '__nixvirt_is place' -l color -r -f -a 'auto always never' -d 'Colour messages: auto (on a terminal, unless NO_COLOR is set), always, never.'
complete -c nixvirt -n '__nixvirt_is place' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is place; and __nixvirt_has_arguments 0' -F

complete -c nixvirt -n __nixvirt_has_no_command -a plan -d 'Show what it takes to get from one description to another, or what a switch does.'
complete -c nixvirt -n '__nixvirt_is plan' -l against -r -F -d 'Compare one description with what is on its host: STATE is a file with the output of `nixvirt-guest state --json`, or - for the standard input.'
complete -c nixvirt -n '__nixvirt_is plan' -l format -r -f -a 'text json' -d 'How the plan is printed: text, or json for programs that switch the hosts.'
complete -c nixvirt -n '__nixvirt_is plan' -l host -r -d 'Of a fleet, this host alone.'
complete -c nixvirt -n '__nixvirt_is plan' -l deny-warnings -d 'Exit with 3 if there are warnings, as for errors.'
complete -c nixvirt -n '__nixvirt_is plan' -l color -r -f -a 'auto always never' -d 'Colour messages: auto (on a terminal, unless NO_COLOR is set), always, never.'
complete -c nixvirt -n '__nixvirt_is plan' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is plan; and __nixvirt_has_arguments 0' -F
complete -c nixvirt -n '__nixvirt_is plan; and __nixvirt_has_arguments 1' -F

complete -c nixvirt -n __nixvirt_has_no_command -a import -d 'Read the guests out of a hand-written module, and print a description.'
complete -c nixvirt -n '__nixvirt_is import' -l deny-warnings -d 'Exit with 3 if there are warnings, as for errors.'
complete -c nixvirt -n '__nixvirt_is import' -l color -r -f -a 'auto always never' -d 'Colour messages: auto (on a terminal, unless NO_COLOR is set), always, never.'
complete -c nixvirt -n '__nixvirt_is import' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is import; and __nixvirt_has_arguments 0' -F

complete -c nixvirt -n __nixvirt_has_no_command -a fmt -d 'Format Nix files as nixfmt does.'
complete -c nixvirt -n '__nixvirt_is fmt' -l check -d 'Write nothing; print the names of the files that are not formatted.'
complete -c nixvirt -n '__nixvirt_is fmt' -l color -r -f -a 'auto always never' -d 'Colour messages: auto (on a terminal, unless NO_COLOR is set), always, never.'
complete -c nixvirt -n '__nixvirt_is fmt' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is fmt' -F

complete -c nixvirt -n __nixvirt_has_no_command -a json2nix -d 'Print JSON as a Nix expression, formatted.'
complete -c nixvirt -n '__nixvirt_is json2nix' -l color -r -f -a 'auto always never' -d 'Colour messages: auto (on a terminal, unless NO_COLOR is set), always, never.'
complete -c nixvirt -n '__nixvirt_is json2nix' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is json2nix; and __nixvirt_has_arguments 0' -F

complete -c nixvirt -n __nixvirt_has_no_command -a schema -d 'Print the JSON Schema of a description.'
complete -c nixvirt -n '__nixvirt_is schema' -l color -r -f -a 'auto always never' -d 'Colour messages: auto (on a terminal, unless NO_COLOR is set), always, never.'
complete -c nixvirt -n '__nixvirt_is schema' -l help -s h -d 'Print this help.'

complete -c nixvirt -n __nixvirt_has_no_command -a explain -d 'Explain a diagnostic: why it is reported, and what to do.'
complete -c nixvirt -n '__nixvirt_is explain' -l color -r -f -a 'auto always never' -d 'Colour messages: auto (on a terminal, unless NO_COLOR is set), always, never.'
complete -c nixvirt -n '__nixvirt_is explain' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is explain; and __nixvirt_has_arguments 0' -f -a 'address-outside-subnet affinity already-description broken-module byte-order-mark computed-name conflicting-keys control-character cpus-exceed-host derived-name-collision duplicate-address duplicate-attribute duplicate-device duplicate-disk-path duplicate-formal duplicate-guest duplicate-host duplicate-interface duplicate-mac duplicate-vnc-display edited-module empty-file file-too-large fleet-instead-of-host forbidden-argument foreign-module guest-named-as-host guest-without-network host-bridge host-instead-of-fleet imported-otherwise integer-out-of-range internal invalid-address invalid-calendar-event invalid-character invalid-cpu-list invalid-float invalid-interface-name invalid-mac invalid-name invalid-path invalid-pci-address invalid-quota invalid-size invalid-ssh-key invalid-subnet invalid-usb-id invalid-utf8 invalid-vnc-display iso-without-display json-duplicate-key json-number json-syntax json-too-deep memory-exceeds-host misplaced-guest missing-key missing-module missing-semicolon needs-evaluation nesting-too-deep no-guests no-login no-network no-room not-imported nul-in-source open-display order-cycle orphan-module out-of-range packed-image path-in-home path-trailing-slash private-key reformatted-module sample-key size-without-unit small-disk small-memory stale-module store-path-as-text subnets-overlap syntax too-many-errors unclosed unknown-guest unknown-host unknown-key unknown-network unknown-party unknown-value unplaced-guest unquoted-text unusable-path unused-keys unused-rule vnc-socket-place wireless-uplink wrong-type'

complete -c nixvirt -n __nixvirt_has_no_command -a completions -d 'Print the completions of a shell.'
complete -c nixvirt -n '__nixvirt_is completions' -l color -r -f -a 'auto always never' -d 'Colour messages: auto (on a terminal, unless NO_COLOR is set), always, never.'
complete -c nixvirt -n '__nixvirt_is completions' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is completions; and __nixvirt_has_arguments 0' -f -a 'bash zsh fish'

complete -c nixvirt -n __nixvirt_has_no_command -a man -d 'Print the manual page, nixvirt(1).'
complete -c nixvirt -n '__nixvirt_is man' -l color -r -f -a 'auto always never' -d 'Colour messages: auto (on a terminal, unless NO_COLOR is set), always, never.'
complete -c nixvirt -n '__nixvirt_is man' -l help -s h -d 'Print this help.'

complete -c nixvirt -n __nixvirt_has_no_command -a help -d 'Describe the commands, or one of them.'
complete -c nixvirt -n '__nixvirt_is help' -l color -r -f -a 'auto always never' -d 'Colour messages: auto (on a terminal, unless NO_COLOR is set), always, never.'
complete -c nixvirt -n '__nixvirt_is help' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is help; and __nixvirt_has_arguments 0' -f -a 'init generate diff check show reach place plan import fmt json2nix schema explain completions man help version'

complete -c nixvirt -n __nixvirt_has_no_command -a version -d 'Print the version.'
complete -c nixvirt -n '__nixvirt_is version' -l color -r -f -a 'auto always never' -d 'Colour messages: auto (on a terminal, unless NO_COLOR is set), always, never.'
complete -c nixvirt -n '__nixvirt_is version' -l help -s h -d 'Print this help.'
