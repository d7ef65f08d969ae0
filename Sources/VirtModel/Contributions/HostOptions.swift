/// The settings of the host's kernel and devices that its guests need.
struct HostOptions {
  var kernelModules: [String] = []
  var kernelParameters: [String] = []
  /// Lines of a file of udev(7).
  var udevRules: [String] = []
}
