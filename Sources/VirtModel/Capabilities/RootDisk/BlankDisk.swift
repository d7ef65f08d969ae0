/// Nothing is installed: the root disk is made blank, or is there.
enum BlankDisk: InstallMethod {
  static let kind = InstallKind.none
  static let mayBeRaw = true
}
