# Completions of nixvirt for fish, made by: nixvirt completions fish

# Whether this is the command.
function __nixvirt_is
    set -l words (commandline -poc)
    test "$words[2]" = $argv[1]
end

# Whether no command given yet.
function __nixvirt_has_no_command
    test (count (commandline -poc)) -eq 1
end

# Whether the command has this number of arguments, not counting options.
function __nixvirt_has_arguments
    set -l words (commandline -poc)
    set -l arguments (string match --invert -- '-*' $words[3..-1])
    test (count $arguments) -eq $argv[1]
end

# Names of these kinds in the description on the command line, or in guests.nix.
function __nixvirt_names
    set -l words (commandline -poc)
    set -l files (string match --regex '.*\.(?:nix|json)$' -- $words[3..-1]) guests.nix
    for kind in $argv
        $words[1] names $kind $files[1] 2>/dev/null
    end
end

complete -c nixvirt -f
complete -c nixvirt -n __nixvirt_has_no_command -l help -s h -d 'Print the help.'
complete -c nixvirt -n __nixvirt_has_no_command -l version -s V -d 'Print the version.'

complete -c nixvirt -n __nixvirt_has_no_command -a init -d 'Write a starter description with comments.'
complete -c nixvirt -n '__nixvirt_is init' -l template -s t -r -f -a 'ci flake fleet home-lab' -d 'The template to write: ci, flake, fleet, home-lab. Default: home-lab.'
complete -c nixvirt -n '__nixvirt_is init' -l quiet -s q -d 'Print no warnings and no notices, only errors.'
complete -c nixvirt -n '__nixvirt_is init' -l verbose -s v -d 'Also print which files are read and written.'
complete -c nixvirt -n '__nixvirt_is init' -l color -r -f -a 'auto always never' -d 'Color messages: auto (on a terminal, unless NO_COLOR is set), always or never.'
complete -c nixvirt -n '__nixvirt_is init' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is init; and __nixvirt_has_arguments 0' -f -a '(__fish_complete_directories)'

complete -c nixvirt -n __nixvirt_has_no_command -a import -d 'Convert a hand-written module to a description.'
complete -c nixvirt -n '__nixvirt_is import' -l deny-warnings -d 'Treat warnings as errors: exit with 3 if there are any.'
complete -c nixvirt -n '__nixvirt_is import' -l quiet -s q -d 'Print no warnings and no notices, only errors.'
complete -c nixvirt -n '__nixvirt_is import' -l verbose -s v -d 'Also print which files are read and written.'
complete -c nixvirt -n '__nixvirt_is import' -l color -r -f -a 'auto always never' -d 'Color messages: auto (on a terminal, unless NO_COLOR is set), always or never.'
complete -c nixvirt -n '__nixvirt_is import' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is import; and __nixvirt_has_arguments 0' -F

complete -c nixvirt -n __nixvirt_has_no_command -a generate -d 'Generate the NixOS module from a description.'
complete -c nixvirt -n '__nixvirt_is generate' -l output -s o -r -F -d 'Write the module to FILE instead of standard output. For a fleet, FILE is the directory for the modules. A file that is up to date is not touched.'
complete -c nixvirt -n '__nixvirt_is generate' -l force -s f -d 'Replace files that nixvirt did not write or that are read-only. The description is never replaced.'
complete -c nixvirt -n '__nixvirt_is generate' -l host -r -f -a '(__nixvirt_names hosts host-tags)' -d 'Select hosts of a fleet: names, and @TAG for the hosts with a tag, separated by commas.'
complete -c nixvirt -n '__nixvirt_is generate' -l deny-warnings -d 'Treat warnings as errors: exit with 3 if there are any.'
complete -c nixvirt -n '__nixvirt_is generate' -l quiet -s q -d 'Print no warnings and no notices, only errors.'
complete -c nixvirt -n '__nixvirt_is generate' -l verbose -s v -d 'Also print which files are read and written.'
complete -c nixvirt -n '__nixvirt_is generate' -l color -r -f -a 'auto always never' -d 'Color messages: auto (on a terminal, unless NO_COLOR is set), always or never.'
complete -c nixvirt -n '__nixvirt_is generate' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is generate; and __nixvirt_has_arguments 0' -F

complete -c nixvirt -n __nixvirt_has_no_command -a diff -d 'Show the changes that generate would make to the module.'
complete -c nixvirt -n '__nixvirt_is diff' -l semantic -d 'Show the changes per guest and attribute, and the effect of a rebuild on running guests.'
complete -c nixvirt -n '__nixvirt_is diff' -l host -r -f -a '(__nixvirt_names hosts host-tags)' -d 'Select hosts of a fleet: names, and @TAG for the hosts with a tag, separated by commas.'
complete -c nixvirt -n '__nixvirt_is diff' -l deny-warnings -d 'Treat warnings as errors: exit with 3 if there are any.'
complete -c nixvirt -n '__nixvirt_is diff' -l quiet -s q -d 'Print no warnings and no notices, only errors.'
complete -c nixvirt -n '__nixvirt_is diff' -l verbose -s v -d 'Also print which files are read and written.'
complete -c nixvirt -n '__nixvirt_is diff' -l color -r -f -a 'auto always never' -d 'Color messages: auto (on a terminal, unless NO_COLOR is set), always or never.'
complete -c nixvirt -n '__nixvirt_is diff' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is diff; and __nixvirt_has_arguments 0' -F
complete -c nixvirt -n '__nixvirt_is diff; and __nixvirt_has_arguments 1' -F

complete -c nixvirt -n __nixvirt_has_no_command -a check -d 'Check a description, and whether its module is up to date.'
complete -c nixvirt -n '__nixvirt_is check' -l format -r -f -a 'text github json sarif' -d 'Format of the diagnostics: text, github (annotations in GitHub Actions), json or sarif (code scanning, editors).'
complete -c nixvirt -n '__nixvirt_is check' -l host -r -f -a '(__nixvirt_names hosts host-tags)' -d 'Select hosts of a fleet: names, and @TAG for the hosts with a tag, separated by commas.'
complete -c nixvirt -n '__nixvirt_is check' -l survive -r -f -a '1' -d 'For a fleet: report the guests that no other host can take if a host fails, and exit with 1 if there are any.'
complete -c nixvirt -n '__nixvirt_is check' -l deny-warnings -d 'Treat warnings as errors: exit with 3 if there are any.'
complete -c nixvirt -n '__nixvirt_is check' -l quiet -s q -d 'Print no warnings and no notices, only errors.'
complete -c nixvirt -n '__nixvirt_is check' -l verbose -s v -d 'Also print which files are read and written.'
complete -c nixvirt -n '__nixvirt_is check' -l color -r -f -a 'auto always never' -d 'Color messages: auto (on a terminal, unless NO_COLOR is set), always or never.'
complete -c nixvirt -n '__nixvirt_is check' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is check; and __nixvirt_has_arguments 0' -F
complete -c nixvirt -n '__nixvirt_is check; and __nixvirt_has_arguments 1' -F

complete -c nixvirt -n __nixvirt_has_no_command -a show -d 'Show guests, networks and totals of a description.'
complete -c nixvirt -n '__nixvirt_is show' -l format -r -f -a 'table json dot mermaid svg ansible ssh' -d 'Output format: table or json; a drawing of guests and networks as dot (Graphviz), mermaid (Markdown) or svg; an inventory for ansible; or a client configuration for ssh.'
complete -c nixvirt -n '__nixvirt_is show' -l host -r -f -a '(__nixvirt_names hosts host-tags)' -d 'Select hosts of a fleet: names, and @TAG for the hosts with a tag, separated by commas.'
complete -c nixvirt -n '__nixvirt_is show' -l why -d 'Explain the placement of the guests of a fleet.'
complete -c nixvirt -n '__nixvirt_is show' -l guest -r -f -a '(__nixvirt_names guests guest-tags)' -d 'With --why: explain the placement of these guests only: names, and @TAG for the guests with a tag, separated by commas.'
complete -c nixvirt -n '__nixvirt_is show' -l deny-warnings -d 'Treat warnings as errors: exit with 3 if there are any.'
complete -c nixvirt -n '__nixvirt_is show' -l quiet -s q -d 'Print no warnings and no notices, only errors.'
complete -c nixvirt -n '__nixvirt_is show' -l verbose -s v -d 'Also print which files are read and written.'
complete -c nixvirt -n '__nixvirt_is show' -l color -r -f -a 'auto always never' -d 'Color messages: auto (on a terminal, unless NO_COLOR is set), always or never.'
complete -c nixvirt -n '__nixvirt_is show' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is show; and __nixvirt_has_arguments 0' -F

complete -c nixvirt -n __nixvirt_has_no_command -a reach -d 'Check whether the network rules allow a connection.'
complete -c nixvirt -n '__nixvirt_is reach' -l host -r -f -a '(__nixvirt_names hosts host-tags)' -d 'Select hosts of a fleet: names, and @TAG for the hosts with a tag, separated by commas.'
complete -c nixvirt -n '__nixvirt_is reach' -l deny-warnings -d 'Treat warnings as errors: exit with 3 if there are any.'
complete -c nixvirt -n '__nixvirt_is reach' -l quiet -s q -d 'Print no warnings and no notices, only errors.'
complete -c nixvirt -n '__nixvirt_is reach' -l verbose -s v -d 'Also print which files are read and written.'
complete -c nixvirt -n '__nixvirt_is reach' -l color -r -f -a 'auto always never' -d 'Color messages: auto (on a terminal, unless NO_COLOR is set), always or never.'
complete -c nixvirt -n '__nixvirt_is reach' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is reach; and __nixvirt_has_arguments 0' -f -a '(__nixvirt_names guests networks guest-tags) host any'
complete -c nixvirt -n '__nixvirt_is reach; and __nixvirt_has_arguments 1' -f -a '(__nixvirt_names guests networks guest-tags) host any'
complete -c nixvirt -n '__nixvirt_is reach; and __nixvirt_has_arguments 2' -F

complete -c nixvirt -n __nixvirt_has_no_command -a names -d 'Print the names of guests, networks, hosts or tags, one per line.'
complete -c nixvirt -n '__nixvirt_is names' -l tag -r -d 'Print only guests or hosts that have this tag.'
complete -c nixvirt -n '__nixvirt_is names' -l quiet -s q -d 'Print no warnings and no notices, only errors.'
complete -c nixvirt -n '__nixvirt_is names' -l verbose -s v -d 'Also print which files are read and written.'
complete -c nixvirt -n '__nixvirt_is names' -l color -r -f -a 'auto always never' -d 'Color messages: auto (on a terminal, unless NO_COLOR is set), always or never.'
complete -c nixvirt -n '__nixvirt_is names' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is names; and __nixvirt_has_arguments 0' -f -a 'guests networks hosts guest-tags host-tags'
complete -c nixvirt -n '__nixvirt_is names; and __nixvirt_has_arguments 1' -F

complete -c nixvirt -n __nixvirt_has_no_command -a try -d 'Run a guest on this machine, without a host and without changing anything.'
complete -c nixvirt -n '__nixvirt_is try' -l image -r -F -d 'Use FILE instead of the image or installer in the description, for example if it has another path on this machine.'
complete -c nixvirt -n '__nixvirt_is try' -l display -r -f -a 'window terminal' -d 'Show the guest in a window, or its serial console in the terminal. Default: a window for installers if this machine has a screen, otherwise the terminal.'
complete -c nixvirt -n '__nixvirt_is try' -l accel -r -f -a 'kvm tcg' -d 'Run the guest\'s instructions with kvm, or emulate them with tcg, which is slow. Default: kvm if this machine has it and the description does not ask for tcg.'
complete -c nixvirt -n '__nixvirt_is try' -l ssh-port -r -d 'The port of this machine that leads to the guest\'s SSH. Default: the first free one from 2222.'
complete -c nixvirt -n '__nixvirt_is try' -l keep -d 'Keep the directory with the disks when the guest has powered off.'
complete -c nixvirt -n '__nixvirt_is try' -l host -r -f -a '(__nixvirt_names hosts host-tags)' -d 'Select hosts of a fleet: names, and @TAG for the hosts with a tag, separated by commas.'
complete -c nixvirt -n '__nixvirt_is try' -l quiet -s q -d 'Print no warnings and no notices, only errors.'
complete -c nixvirt -n '__nixvirt_is try' -l verbose -s v -d 'Also print which files are read and written.'
complete -c nixvirt -n '__nixvirt_is try' -l color -r -f -a 'auto always never' -d 'Color messages: auto (on a terminal, unless NO_COLOR is set), always or never.'
complete -c nixvirt -n '__nixvirt_is try' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is try; and __nixvirt_has_arguments 0' -F
complete -c nixvirt -n '__nixvirt_is try; and __nixvirt_has_arguments 1' -f -a '(__nixvirt_names guests guest-tags)'

complete -c nixvirt -n __nixvirt_has_no_command -a place -d 'Choose a host for each guest of a fleet that has none.'
complete -c nixvirt -n '__nixvirt_is place' -l rebalance -d 'Also move guests that have a host, if that keeps more rules and preferences or makes the fullest host less full.'
complete -c nixvirt -n '__nixvirt_is place' -l max-moves -r -d 'With --rebalance: move at most N guests. Default: 5.'
complete -c nixvirt -n '__nixvirt_is place' -l force -s f -d 'Replace files that nixvirt did not write or that are read-only. The description is never replaced.'
complete -c nixvirt -n '__nixvirt_is place' -l deny-warnings -d 'Treat warnings as errors: exit with 3 if there are any.'
complete -c nixvirt -n '__nixvirt_is place' -l quiet -s q -d 'Print no warnings and no notices, only errors.'
complete -c nixvirt -n '__nixvirt_is place' -l verbose -s v -d 'Also print which files are read and written.'
complete -c nixvirt -n '__nixvirt_is place' -l color -r -f -a 'auto always never' -d 'Color messages: auto (on a terminal, unless NO_COLOR is set), always or never.'
complete -c nixvirt -n '__nixvirt_is place' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is place; and __nixvirt_has_arguments 0' -F

complete -c nixvirt -n __nixvirt_has_no_command -a plan -d 'Plan the steps from one description to another, or the effect of a switch.'
complete -c nixvirt -n '__nixvirt_is plan' -l against -r -F -d 'Compare one description with what is on its host: STATE is a file with the output of `nixvirt-guest state --json`, or - for standard input.'
complete -c nixvirt -n '__nixvirt_is plan' -l failover -r -f -a '(__nixvirt_names hosts)' -d 'Print what a person does after HOST has failed, to start its guests from their replicas on other hosts. OLD is the description.'
complete -c nixvirt -n '__nixvirt_is plan' -l format -r -f -a 'text json sh' -d 'Format of the plan: text; json for programs that deploy; or sh, a script that does the steps.'
complete -c nixvirt -n '__nixvirt_is plan' -l host -r -f -a '(__nixvirt_names hosts host-tags)' -d 'Select hosts of a fleet: names, and @TAG for the hosts with a tag, separated by commas.'
complete -c nixvirt -n '__nixvirt_is plan' -l without -r -f -a '(__nixvirt_names hosts host-tags)' -d 'Hosts that are offline: their steps, and those that wait for them, are listed apart.'
complete -c nixvirt -n '__nixvirt_is plan' -l deny-warnings -d 'Treat warnings as errors: exit with 3 if there are any.'
complete -c nixvirt -n '__nixvirt_is plan' -l quiet -s q -d 'Print no warnings and no notices, only errors.'
complete -c nixvirt -n '__nixvirt_is plan' -l verbose -s v -d 'Also print which files are read and written.'
complete -c nixvirt -n '__nixvirt_is plan' -l color -r -f -a 'auto always never' -d 'Color messages: auto (on a terminal, unless NO_COLOR is set), always or never.'
complete -c nixvirt -n '__nixvirt_is plan' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is plan; and __nixvirt_has_arguments 0' -F
complete -c nixvirt -n '__nixvirt_is plan; and __nixvirt_has_arguments 1' -F

complete -c nixvirt -n __nixvirt_has_no_command -a fmt -d 'Format Nix files like nixfmt.'
complete -c nixvirt -n '__nixvirt_is fmt' -l check -d 'Only print the names of files that are not formatted.'
complete -c nixvirt -n '__nixvirt_is fmt' -l quiet -s q -d 'Print no warnings and no notices, only errors.'
complete -c nixvirt -n '__nixvirt_is fmt' -l verbose -s v -d 'Also print which files are read and written.'
complete -c nixvirt -n '__nixvirt_is fmt' -l color -r -f -a 'auto always never' -d 'Color messages: auto (on a terminal, unless NO_COLOR is set), always or never.'
complete -c nixvirt -n '__nixvirt_is fmt' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is fmt' -F

complete -c nixvirt -n __nixvirt_has_no_command -a json2nix -d 'Convert JSON to a formatted Nix expression.'
complete -c nixvirt -n '__nixvirt_is json2nix' -l quiet -s q -d 'Print no warnings and no notices, only errors.'
complete -c nixvirt -n '__nixvirt_is json2nix' -l verbose -s v -d 'Also print which files are read and written.'
complete -c nixvirt -n '__nixvirt_is json2nix' -l color -r -f -a 'auto always never' -d 'Color messages: auto (on a terminal, unless NO_COLOR is set), always or never.'
complete -c nixvirt -n '__nixvirt_is json2nix' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is json2nix; and __nixvirt_has_arguments 0' -F

complete -c nixvirt -n __nixvirt_has_no_command -a image -d 'Print the set for the key image of a cloud image to fetch.'
complete -c nixvirt -n '__nixvirt_is image' -l quiet -s q -d 'Print no warnings and no notices, only errors.'
complete -c nixvirt -n '__nixvirt_is image' -l verbose -s v -d 'Also print which files are read and written.'
complete -c nixvirt -n '__nixvirt_is image' -l color -r -f -a 'auto always never' -d 'Color messages: auto (on a terminal, unless NO_COLOR is set), always or never.'
complete -c nixvirt -n '__nixvirt_is image' -l help -s h -d 'Print this help.'

complete -c nixvirt -n __nixvirt_has_no_command -a schema -d 'Print the JSON Schema of a description.'
complete -c nixvirt -n '__nixvirt_is schema' -l quiet -s q -d 'Print no warnings and no notices, only errors.'
complete -c nixvirt -n '__nixvirt_is schema' -l verbose -s v -d 'Also print which files are read and written.'
complete -c nixvirt -n '__nixvirt_is schema' -l color -r -f -a 'auto always never' -d 'Color messages: auto (on a terminal, unless NO_COLOR is set), always or never.'
complete -c nixvirt -n '__nixvirt_is schema' -l help -s h -d 'Print this help.'

complete -c nixvirt -n __nixvirt_has_no_command -a explain -d 'Explain an error or a warning: its cause, and what to do.'
complete -c nixvirt -n '__nixvirt_is explain' -l quiet -s q -d 'Print no warnings and no notices, only errors.'
complete -c nixvirt -n '__nixvirt_is explain' -l verbose -s v -d 'Also print which files are read and written.'
complete -c nixvirt -n '__nixvirt_is explain' -l color -r -f -a 'auto always never' -d 'Color messages: auto (on a terminal, unless NO_COLOR is set), always or never.'
complete -c nixvirt -n '__nixvirt_is explain' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is explain; and __nixvirt_has_arguments 0' -f -a 'address-outside-subnet affinity already-description broken-module byte-order-mark computed-name conflicting-keys control-character cpus-exceed-host derived-name-collision draining-host duplicate-address duplicate-attribute duplicate-device duplicate-disk-path duplicate-formal duplicate-guest duplicate-host duplicate-interface duplicate-mac duplicate-vnc-display edited-module empty-file file-too-large fleet-instead-of-host forbidden-argument foreign-module guest-named-as-host guest-without-network host-bridge host-instead-of-fleet imported-otherwise integer-out-of-range internal invalid-address invalid-calendar-event invalid-character invalid-cpu-list invalid-float invalid-hash invalid-interface-name invalid-mac invalid-name invalid-path invalid-pci-address invalid-quota invalid-size invalid-ssh-key invalid-subnet invalid-url invalid-usb-id invalid-utf8 invalid-vnc-display iso-without-display json-duplicate-key json-number json-syntax json-too-deep memory-exceeds-host misplaced-guest missing-file missing-key missing-module missing-semicolon needs-evaluation nesting-too-deep no-address no-guests no-login no-network no-room not-imported nul-in-source open-display order-cycle orphan-module out-of-range packed-image path-in-home path-trailing-slash private-key reformatted-module sample-card sample-key size-without-unit small-disk small-memory stale-module store-path-as-text subnets-overlap syntax too-many-errors unclosed unknown-guest unknown-host unknown-key unknown-network unknown-party unknown-value unplaced-guest unquoted-text unusable-path unused-keys unused-rule user-data-header user-data-secret vnc-socket-place wireless-uplink wrong-type'

complete -c nixvirt -n __nixvirt_has_no_command -a completions -d 'Print a completion script for a shell.'
complete -c nixvirt -n '__nixvirt_is completions' -l quiet -s q -d 'Print no warnings and no notices, only errors.'
complete -c nixvirt -n '__nixvirt_is completions' -l verbose -s v -d 'Also print which files are read and written.'
complete -c nixvirt -n '__nixvirt_is completions' -l color -r -f -a 'auto always never' -d 'Color messages: auto (on a terminal, unless NO_COLOR is set), always or never.'
complete -c nixvirt -n '__nixvirt_is completions' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is completions; and __nixvirt_has_arguments 0' -f -a 'bash zsh fish'

complete -c nixvirt -n __nixvirt_has_no_command -a man -d 'Print the manual page, nixvirt(1).'
complete -c nixvirt -n '__nixvirt_is man' -l quiet -s q -d 'Print no warnings and no notices, only errors.'
complete -c nixvirt -n '__nixvirt_is man' -l verbose -s v -d 'Also print which files are read and written.'
complete -c nixvirt -n '__nixvirt_is man' -l color -r -f -a 'auto always never' -d 'Color messages: auto (on a terminal, unless NO_COLOR is set), always or never.'
complete -c nixvirt -n '__nixvirt_is man' -l help -s h -d 'Print this help.'

complete -c nixvirt -n __nixvirt_has_no_command -a help -d 'Show help for nixvirt or for one command.'
complete -c nixvirt -n '__nixvirt_is help' -l quiet -s q -d 'Print no warnings and no notices, only errors.'
complete -c nixvirt -n '__nixvirt_is help' -l verbose -s v -d 'Also print which files are read and written.'
complete -c nixvirt -n '__nixvirt_is help' -l color -r -f -a 'auto always never' -d 'Color messages: auto (on a terminal, unless NO_COLOR is set), always or never.'
complete -c nixvirt -n '__nixvirt_is help' -l help -s h -d 'Print this help.'
complete -c nixvirt -n '__nixvirt_is help; and __nixvirt_has_arguments 0' -f -a 'init import generate diff check show reach names try place plan fmt json2nix image schema explain completions man help version'

complete -c nixvirt -n __nixvirt_has_no_command -a version -d 'Print the version.'
complete -c nixvirt -n '__nixvirt_is version' -l quiet -s q -d 'Print no warnings and no notices, only errors.'
complete -c nixvirt -n '__nixvirt_is version' -l verbose -s v -d 'Also print which files are read and written.'
complete -c nixvirt -n '__nixvirt_is version' -l color -r -f -a 'auto always never' -d 'Color messages: auto (on a terminal, unless NO_COLOR is set), always or never.'
complete -c nixvirt -n '__nixvirt_is version' -l help -s h -d 'Print this help.'
