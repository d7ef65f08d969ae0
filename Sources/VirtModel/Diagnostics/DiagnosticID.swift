import NixAST

/// Every kind of error and warning, by its stable id: what it means, and what to do. The text of
/// `docs/diagnostics.md` is made from it, where each has an example, `Tests/GoldenFiles/diagnostics/ID`.
///
/// The ids of syntax errors are those that NixAST reports.
public enum DiagnosticID: String, CaseIterable, Sendable {
  case addressOutsideSubnet = "address-outside-subnet"
  case affinity
  case alreadyDescription = "already-description"
  case byteOrderMark = "byte-order-mark"
  case computedName = "computed-name"
  case conflictingKeys = "conflicting-keys"
  case controlCharacter = "control-character"
  case cpusExceedHost = "cpus-exceed-host"
  case derivedNameCollision = "derived-name-collision"
  case drainingHost = "draining-host"
  case duplicateAddress = "duplicate-address"
  case duplicateAttribute = "duplicate-attribute"
  case duplicateDevice = "duplicate-device"
  case duplicateDiskPath = "duplicate-disk-path"
  case duplicateFormal = "duplicate-formal"
  case duplicateGuest = "duplicate-guest"
  case duplicateHost = "duplicate-host"
  case duplicateInterface = "duplicate-interface"
  case duplicateMAC = "duplicate-mac"
  case duplicateVNCDisplay = "duplicate-vnc-display"
  case emptyFile = "empty-file"
  case fileTooLarge = "file-too-large"
  case fleetInsteadOfHost = "fleet-instead-of-host"
  case forbiddenArgument = "forbidden-argument"
  case guestNamedAsHost = "guest-named-as-host"
  case guestWithoutNetwork = "guest-without-network"
  case hostBridge = "host-bridge"
  case hostInsteadOfFleet = "host-instead-of-fleet"
  case importedOtherwise = "imported-otherwise"
  case integerOutOfRange = "integer-out-of-range"
  case internalError = "internal"
  case invalidAddress = "invalid-address"
  case invalidCalendarEvent = "invalid-calendar-event"
  case invalidCharacter = "invalid-character"
  case invalidCPUList = "invalid-cpu-list"
  case invalidFloat = "invalid-float"
  case invalidHash = "invalid-hash"
  case invalidInterfaceName = "invalid-interface-name"
  case invalidMAC = "invalid-mac"
  case invalidName = "invalid-name"
  case invalidPath = "invalid-path"
  case invalidPCIAddress = "invalid-pci-address"
  case invalidQuota = "invalid-quota"
  case invalidSize = "invalid-size"
  case invalidSSHKey = "invalid-ssh-key"
  case invalidSubnet = "invalid-subnet"
  case invalidURL = "invalid-url"
  case invalidUSBID = "invalid-usb-id"
  case invalidUTF8 = "invalid-utf8"
  case invalidVNCDisplay = "invalid-vnc-display"
  case isoWithoutDisplay = "iso-without-display"
  case jsonDuplicateKey = "json-duplicate-key"
  case jsonNumber = "json-number"
  case jsonSyntax = "json-syntax"
  case jsonTooDeep = "json-too-deep"
  case memoryExceedsHost = "memory-exceeds-host"
  case misplacedGuest = "misplaced-guest"
  case missingFile = "missing-file"
  case missingKey = "missing-key"
  case missingSemicolon = "missing-semicolon"
  case needsEvaluation = "needs-evaluation"
  case nestingTooDeep = "nesting-too-deep"
  case noAddress = "no-address"
  case noGuests = "no-guests"
  case noLogin = "no-login"
  case noNetwork = "no-network"
  case noRoom = "no-room"
  case notImported = "not-imported"
  case nulInSource = "nul-in-source"
  case openDisplay = "open-display"
  case orderCycle = "order-cycle"
  case outOfRange = "out-of-range"
  case packedImage = "packed-image"
  case pathInHome = "path-in-home"
  case pathTrailingSlash = "path-trailing-slash"
  case privateKey = "private-key"
  case sampleCard = "sample-card"
  case sampleKey = "sample-key"
  case sizeWithoutUnit = "size-without-unit"
  case smallDisk = "small-disk"
  case smallMemory = "small-memory"
  case storePathAsText = "store-path-as-text"
  case subnetsOverlap = "subnets-overlap"
  case syntax
  case tooManyErrors = "too-many-errors"
  case unclosed
  case unknownGuest = "unknown-guest"
  case unknownHost = "unknown-host"
  case unknownKey = "unknown-key"
  case unknownNetwork = "unknown-network"
  case unknownParty = "unknown-party"
  case unknownValue = "unknown-value"
  case unplacedGuest = "unplaced-guest"
  case unquotedText = "unquoted-text"
  case unusablePath = "unusable-path"
  case unusedKeys = "unused-keys"
  case unusedRule = "unused-rule"
  case userDataHeader = "user-data-header"
  case userDataSecret = "user-data-secret"
  case vncSocketPlace = "vnc-socket-place"
  case wirelessUplink = "wireless-uplink"
  case wrongType = "wrong-type"

  /// Why it is reported, a sentence in Markdown.
  public var cause: String { documentation.cause }

  /// The solution, a sentence in Markdown.
  public var cure: String { documentation.cure }

  /// How bad it is.
  public var severity: Diagnostic.Severity {
    switch self {
    case .drainingHost, .forbiddenArgument, .guestNamedAsHost, .guestWithoutNetwork, .hostBridge,
      .importedOtherwise,
      .isoWithoutDisplay, .missingFile, .noAddress, .noLogin, .notImported, .openDisplay,
      .pathInHome,
      .sampleCard, .sampleKey, .smallDisk,
      .smallMemory, .storePathAsText, .unusedKeys,
      .unusedRule, .userDataSecret:
      .warning
    default: .error
    }
  }
}

extension Diagnostic {
  /// An error or warning of a kind.
  ///
  /// - Parameter severity: how bad it is here, if that is not what it is elsewhere.
  init(
    _ id: DiagnosticID, _ message: String, at range: SourceRange?, severity: Severity? = nil,
    hidesExcerpt: Bool = false, notes: [Note] = [], suggestion: String? = nil
  ) {
    self.init(
      id.rawValue, message, at: range, severity: severity ?? id.severity,
      hidesExcerpt: hidesExcerpt,
      notes: notes,
      suggestion: suggestion)
  }
}
