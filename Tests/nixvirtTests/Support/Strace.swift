import TestSupport

/// The program that makes system calls of another one fail; nil where it is not installed, or may not trace.
let strace = ExternalTool.find("strace").flatMap { path in
  let result = try? ExternalTool.run(path, ["-o", "/dev/null", "/bin/true"])
  return result?.status == 0 ? path : nil
}
