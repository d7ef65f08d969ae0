/// The files of UEFI on a machine.
package struct TrialFirmware: Equatable, Sendable {
  /// The program.
  package let code: String
  /// The blank memory of its variables, to be copied.
  package let variables: String

  /// The two files of one firmware.
  package init(code: String, variables: String) {
    self.code = code
    self.variables = variables
  }

  /// Where distributions have the files, the likeliest first: Debian, Fedora, Arch, and QEMU itself.
  ///
  /// - Parameter qemuFiles: the directory with QEMU's own files.
  package static func candidates(for host: Host, qemuFiles: String) -> [TrialFirmware] {
    let platform = Platform(host)
    let own = [
      (
        "\(qemuFiles)/\(platform.firmwareCode)", "\(qemuFiles)/\(platform.firmwareVariables)"
      )
    ]
    let known =
      platform.isArm
      ? [
        ("/usr/share/AAVMF/AAVMF_CODE.fd", "/usr/share/AAVMF/AAVMF_VARS.fd"),
        (
          "/usr/share/edk2/aarch64/QEMU_EFI-pflash.raw",
          "/usr/share/edk2/aarch64/vars-template-pflash.raw"
        ),
        ("/usr/share/edk2/aarch64/QEMU_CODE.fd", "/usr/share/edk2/aarch64/QEMU_VARS.fd"),
      ]
      : [
        ("/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd"),
        ("/usr/share/OVMF/OVMF_CODE.fd", "/usr/share/OVMF/OVMF_VARS.fd"),
        ("/usr/share/edk2/ovmf/OVMF_CODE.fd", "/usr/share/edk2/ovmf/OVMF_VARS.fd"),
        ("/usr/share/edk2/x64/OVMF_CODE.4m.fd", "/usr/share/edk2/x64/OVMF_VARS.4m.fd"),
      ]
    return (known + own).map { TrialFirmware(code: $0.0, variables: $0.1) }
  }
}
