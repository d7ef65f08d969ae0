import NixAST
import Testing

@testable import VirtModel

/// Guests on a machine that is not their host, without a QEMU.
@Suite("Trials")
struct TrialTests {
  private static func host(_ guest: String, _ keys: String = "") throws -> Host {
    let text = "{ host = { nic = \"eno1\"; \(keys) }; guests.web = { \(guest) }; }"
    return try Pipeline.host(of: SourceText(name: "guests.nix", text: text), format: .nix).get()
  }

  @Test("firmware is looked for where distributions have it, and last beside QEMU")
  func firmware() throws {
    let image = "image = \"/srv/web.img\";"
    let intel = TrialFirmware.candidates(for: try Self.host(image), qemuFiles: "/opt/qemu")
    #expect(
      intel.map(\.code) == [
        "/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_CODE.fd",
        "/usr/share/edk2/ovmf/OVMF_CODE.fd", "/usr/share/edk2/x64/OVMF_CODE.4m.fd",
        "/opt/qemu/edk2-x86_64-code.fd",
      ])
    #expect(
      intel.map(\.variables) == [
        "/usr/share/OVMF/OVMF_VARS_4M.fd", "/usr/share/OVMF/OVMF_VARS.fd",
        "/usr/share/edk2/ovmf/OVMF_VARS.fd", "/usr/share/edk2/x64/OVMF_VARS.4m.fd",
        "/opt/qemu/edk2-i386-vars.fd",
      ])
    let arm = TrialFirmware.candidates(
      for: try Self.host(image, "system = \"aarch64-linux\";"), qemuFiles: "/opt/qemu")
    #expect(arm.first?.code == "/usr/share/AAVMF/AAVMF_CODE.fd")
    #expect(arm.first?.variables == "/usr/share/AAVMF/AAVMF_VARS.fd")
    #expect(
      arm.last
        == TrialFirmware(
          code: "/opt/qemu/edk2-aarch64-code.fd", variables: "/opt/qemu/edk2-arm-vars.fd"))
  }

  @Test("a window has a graphics card, a keyboard and a tablet, and no serial port")
  func window() throws {
    func command(showsWindow: Bool) throws -> String {
      let host = try Self.host("image = \"/srv/web.img\";")
      let machine = Trial.Machine(
        directory: "/var/tmp/t", canVirtualize: false, firmware: nil, sshPort: 2222,
        showsWindow: showsWindow)
      return Trial(
        try #require(host.guests.first), on: host,
        from: .image(path: "/srv/web.img", format: "raw"), machine: machine
      ).command.joined(separator: " ")
    }
    let window = try command(showsWindow: true)
    #expect(window.contains("-device VGA,"), "\(window)")
    #expect(
      window.contains("-device usb-tablet,bus=input.0 -device usb-kbd,bus=input.0 -serial none"))
    #expect(window.contains("-device qemu-xhci,id=input,") && !window.contains("-display none"))
    let terminal = try command(showsWindow: false)
    #expect(terminal.contains("-display none -serial mon:stdio") && !terminal.contains("usb-"))
  }

  @Test("the medium that a trial boots follows from the install method")
  func media() throws {
    let store = try Self.host(
      "install = \"store\"; diskSize = \"8g\"; nixos.modules = [ ./a.nix ];")
    guard case .system(let modules)? = store.guests.first?.trialMedium else {
      Issue.record("no system")
      return
    }
    #expect(modules.count == 1)
    #expect(
      try Self.host("install = \"none\"; diskSize = \"8g\";").guests.first?.trialMedium == nil)
  }
}
