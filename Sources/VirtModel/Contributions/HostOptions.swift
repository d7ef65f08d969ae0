/// What the host's kernel and devices need for its guests.
struct HostOptions {
  var kernelModules: [String] = []
  var kernelParameters: [String] = []
  /// Lines of a file of udev(7).
  var udevRules: [String] = []
}
