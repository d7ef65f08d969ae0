# Completions of nixvirt for bash, made by: nixvirt completions bash

_nixvirt() {
  local cur command='' option='' ended='' count=0 tag='' word
  local -a given=()
  COMPREPLY=()

  # Bash splits @tag into "@" and "tag", and --option=@tag into "--option", "=@" and "tag".
  for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
    case $word in
      =@) given+=('=') tag=@ ;;
      @) tag=@ ;;
      *) given+=("$tag$word") tag='' ;;
    esac
  done
  if [[ -n $tag ]]; then given+=(@); fi
  cur=${given[${#given[@]} - 1]}
  unset "given[${#given[@]}-1]"

  # Read the words before this one: the command, an option that needs a value, and the number
  # of arguments. Bash splits --option=value into three words.
  for word in "${given[@]}"; do
    if [[ $word == '=' && -n $option ]]; then
      continue
    elif [[ -n $option ]]; then
      option=''
    elif [[ -z $command ]]; then
      command=$word
    elif [[ -n $ended ]]; then
      count=$((count + 1))
    elif [[ $word == -- ]]; then
      ended=1
    else
      case "$command $word" in
        'init -t' | 'init --template') option=template ;;
        'generate -o' | 'generate --output') option=output ;;
        'generate --host') option=host ;;
        'diff --host') option=host ;;
        'check --format') option=format ;;
        'check --host') option=host ;;
        'check --survive') option=survive ;;
        'show --format') option=format ;;
        'show --host') option=host ;;
        'show --guest') option=guest ;;
        'reach --host') option=host ;;
        'names --tag') option=tag ;;
        'try --image') option=image ;;
        'try --display') option=display ;;
        'try --accel') option=accel ;;
        'try --ssh-port') option=ssh-port ;;
        'try --host') option=host ;;
        'place --max-moves') option=max-moves ;;
        'plan --against') option=against ;;
        'plan --failover') option=failover ;;
        'plan --format') option=format ;;
        'plan --host') option=host ;;
        'plan --without') option=without ;;
        *' --color') option=color ;;
        *' -'?*) ;;
        *) count=$((count + 1)) ;;
      esac
    fi
  done
  if [[ $cur == '=' ]]; then cur=''; fi

  if [[ -z $command ]]; then
    _nixvirt_words 'init import generate diff check show reach names try place plan fmt json2nix image schema explain completions man help version --help --version'
  elif [[ -n $option ]]; then
    case "$command $option" in
      'init template') _nixvirt_words 'ci flake fleet home-lab' ;;
      'generate output') _nixvirt_files any ;;
      'generate host') _nixvirt_names 'hosts host-tags' '' ;;
      'diff host') _nixvirt_names 'hosts host-tags' '' ;;
      'check format') _nixvirt_words 'text github json sarif' ;;
      'check host') _nixvirt_names 'hosts host-tags' '' ;;
      'check survive') _nixvirt_words '1' ;;
      'show format') _nixvirt_words 'table json dot mermaid svg ansible ssh' ;;
      'show host') _nixvirt_names 'hosts host-tags' '' ;;
      'show guest') _nixvirt_names 'guests guest-tags' '' ;;
      'reach host') _nixvirt_names 'hosts host-tags' '' ;;
      'try image') _nixvirt_files any ;;
      'try display') _nixvirt_words 'window terminal' ;;
      'try accel') _nixvirt_words 'kvm tcg' ;;
      'try host') _nixvirt_names 'hosts host-tags' '' ;;
      'plan against') _nixvirt_files .json ;;
      'plan failover') _nixvirt_names 'hosts' '' ;;
      'plan format') _nixvirt_words 'text json sh' ;;
      'plan host') _nixvirt_names 'hosts host-tags' '' ;;
      'plan without') _nixvirt_names 'hosts host-tags' '' ;;
      *' color') _nixvirt_words 'auto always never' ;;
    esac
  elif [[ -z $ended && $cur == -* ]]; then
    case $command in
      init) _nixvirt_words '-t --template -q --quiet -v --verbose --color -h --help' ;;
      import) _nixvirt_words '--deny-warnings -q --quiet -v --verbose --color -h --help' ;;
      generate) _nixvirt_words '-o --output -f --force --host --deny-warnings -q --quiet -v --verbose --color -h --help' ;;
      diff) _nixvirt_words '--semantic --host --deny-warnings -q --quiet -v --verbose --color -h --help' ;;
      check) _nixvirt_words '--format --host --survive --deny-warnings -q --quiet -v --verbose --color -h --help' ;;
      show) _nixvirt_words '--format --host --why --guest --deny-warnings -q --quiet -v --verbose --color -h --help' ;;
      reach) _nixvirt_words '--host --deny-warnings -q --quiet -v --verbose --color -h --help' ;;
      names) _nixvirt_words '--tag -q --quiet -v --verbose --color -h --help' ;;
      try) _nixvirt_words '--image --display --accel --ssh-port --keep --host -q --quiet -v --verbose --color -h --help' ;;
      place) _nixvirt_words '--rebalance --max-moves -f --force --deny-warnings -q --quiet -v --verbose --color -h --help' ;;
      plan) _nixvirt_words '--against --failover --format --host --without --deny-warnings -q --quiet -v --verbose --color -h --help' ;;
      fmt) _nixvirt_words '--check -q --quiet -v --verbose --color -h --help' ;;
      json2nix) _nixvirt_words '-q --quiet -v --verbose --color -h --help' ;;
      image) _nixvirt_words '-q --quiet -v --verbose --color -h --help' ;;
      schema) _nixvirt_words '-q --quiet -v --verbose --color -h --help' ;;
      explain) _nixvirt_words '-q --quiet -v --verbose --color -h --help' ;;
      completions) _nixvirt_words '-q --quiet -v --verbose --color -h --help' ;;
      man) _nixvirt_words '-q --quiet -v --verbose --color -h --help' ;;
      help) _nixvirt_words '-q --quiet -v --verbose --color -h --help' ;;
      version) _nixvirt_words '-q --quiet -v --verbose --color -h --help' ;;
    esac
  else
    case "$command $count" in
      'init 0') _nixvirt_files ;;
      'import 0') _nixvirt_files .nix ;;
      'generate 0') _nixvirt_files .nix .json ;;
      'diff 0') _nixvirt_files .nix .json ;;
      'diff 1') _nixvirt_files .nix ;;
      'check 0') _nixvirt_files .nix .json ;;
      'check 1') _nixvirt_files .nix ;;
      'show 0') _nixvirt_files .nix .json ;;
      'reach 0') _nixvirt_names 'guests networks guest-tags' 'host any' ;;
      'reach 1') _nixvirt_names 'guests networks guest-tags' 'host any' ;;
      'reach 2') _nixvirt_files .nix .json ;;
      'names 0') _nixvirt_words 'guests networks hosts guest-tags host-tags' ;;
      'names 1') _nixvirt_files .nix .json ;;
      'try 0') _nixvirt_files .nix .json ;;
      'try 1') _nixvirt_names 'guests guest-tags' '' ;;
      'place 0') _nixvirt_files .nix .json ;;
      'plan 0') _nixvirt_files .nix .json ;;
      'plan 1') _nixvirt_files .nix .json ;;
      'fmt '*) _nixvirt_files .nix ;;
      'json2nix 0') _nixvirt_files .json ;;
      'explain 0') _nixvirt_words 'address-outside-subnet affinity already-description broken-module byte-order-mark computed-name conflicting-keys control-character cpus-exceed-host derived-name-collision draining-host duplicate-address duplicate-attribute duplicate-device duplicate-disk-path duplicate-formal duplicate-guest duplicate-host duplicate-interface duplicate-mac duplicate-vnc-display edited-module empty-file file-too-large fleet-instead-of-host forbidden-argument foreign-module guest-named-as-host guest-without-network host-bridge host-instead-of-fleet imported-otherwise integer-out-of-range internal invalid-address invalid-calendar-event invalid-character invalid-cpu-list invalid-float invalid-hash invalid-interface-name invalid-mac invalid-name invalid-path invalid-pci-address invalid-quota invalid-size invalid-ssh-key invalid-subnet invalid-url invalid-usb-id invalid-utf8 invalid-vnc-display iso-without-display json-duplicate-key json-number json-syntax json-too-deep memory-exceeds-host misplaced-guest missing-file missing-key missing-module missing-semicolon needs-evaluation nesting-too-deep no-address no-guests no-login no-network no-room not-imported nul-in-source open-display order-cycle orphan-module out-of-range packed-image path-in-home path-trailing-slash private-key reformatted-module sample-card sample-key size-without-unit small-disk small-memory stale-module store-path-as-text subnets-overlap syntax too-many-errors unclosed unknown-guest unknown-host unknown-key unknown-network unknown-party unknown-value unplaced-guest unquoted-text unusable-path unused-keys unused-rule user-data-header user-data-secret vnc-socket-place wireless-uplink wrong-type' ;;
      'completions 0') _nixvirt_words 'bash zsh fish' ;;
      'help 0') _nixvirt_words 'init import generate diff check show reach names try place plan fmt json2nix image schema explain completions man help version' ;;
    esac
  fi
}

# Completes words.
_nixvirt_words() {
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur")
}

# Completes directories and files with these suffixes, or any file.
_nixvirt_files() {
  local ending
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(
    if [[ ${1-} == any ]]; then
      compgen -f -- "$cur"
    else
      compgen -d -- "$cur"
      for ending in "$@"; do compgen -f -X "!*$ending" -- "$cur"; done
    fi
  )
}

# Completes names of these kinds in the description on the command line, or in guests.nix, and
# other words.
_nixvirt_names() {
  local word kind file=guests.nix words=${2-}
  for word in "${COMP_WORDS[@]:2}"; do
    if [[ $word == *.nix || $word == *.json ]]; then
      file=$word
      break
    fi
  done
  for kind in $1; do
    words+=" $("${COMP_WORDS[0]/#\~/$HOME}" names "$kind" "$file" 2>/dev/null)"
  done
  _nixvirt_words "$words"
}

complete -F _nixvirt nixvirt
