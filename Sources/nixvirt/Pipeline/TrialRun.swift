import VirtModel

/// A trial of a guest: its files are made, its QEMU runs, and the files are removed.
struct TrialRun {
  let guest: Guest
  let host: Host
  /// The image or the installer.
  let path: String
  let isImage: Bool
  let session: Session

  func outcome(
    sshPort: Int, canVirtualize: Bool, showsWindow: Bool, keepsFolder: Bool, warnings: String
  ) throws(Failure) -> Outcome {
    let emulator = try program(Trial.emulator(for: host))
    let medium =
      isImage
      ? Trial.Medium.image(path: path, format: try TrialMachine.format(ofImage: path))
      : .installer(path: path)
    let firmware: TrialFirmware? =
      guest.firmware == .uefi ? try TrialMachine.firmware(for: host, emulator: emulator) : nil
    let folder = try TemporaryFolder(for: guest.name.description)
    let trial = Trial(
      guest, on: host, from: medium,
      machine: Trial.Machine(
        directory: folder.path, canVirtualize: canVirtualize,
        firmware: firmware, sshPort: sshPort, showsWindow: showsWindow))
    var outcome: Outcome
    do throws(Failure) {
      try prepare(trial, in: folder)
      Terminal.report(warnings + introduction(trial, sshPort, folder, showsWindow))
      outcome = try run(trial)
    } catch {
      if !keepsFolder { try folder.remove() }
      throw error
    }
    if keepsFolder {
      outcome.messages += session.notice("the disks are in \(folder.path)")
    } else {
      try folder.remove()
    }
    return outcome
  }

  private func program(_ name: String) throws(Failure) -> String {
    guard let path = ChildProcess.find(name) else {
      throw .inputOutput("\(name) is not on the PATH: install QEMU")
    }
    return path
  }

  private func prepare(_ trial: Trial, in folder: TemporaryFolder) throws(Failure) {
    for file in trial.seed { try folder.write("seed/\(file.name)", Array(file.text.utf8)) }
    if let firmware = trial.machine.firmware {
      let bytes = try Files.read(firmware.variables).bytes
      try folder.write(Paths.name(of: trial.firmwareVariables), bytes)
    }
    for words in trial.diskCommands {
      let end = try run(words)
      if end.wasInterrupted { throw .inputOutput("interrupted") }
      if end.status != 0 {
        throw .inputOutput("\(guest.name): its disk cannot be made from \(path)")
      }
    }
  }

  private func run(_ trial: Trial) throws(Failure) -> Outcome {
    let end = try run(trial.command)
    if end.wasInterrupted { throw .inputOutput("\(guest.name): interrupted") }
    if end.status != 0 {
      throw .inputOutput("\(guest.name): QEMU ended with status \(end.status)")
    }
    return Outcome()
  }

  private func run(_ words: [String]) throws(Failure) -> ChildProcess.End {
    Terminal.report(session.detail(words.map(ShellWord.quoted).joined(separator: " ")))
    return try ChildProcess.run(try program(words[0]), Array(words.dropFirst()))
  }

  private func introduction(
    _ trial: Trial, _ port: Int, _ folder: TemporaryFolder, _ showsWindow: Bool
  ) -> String {
    if session.isQuiet { return "" }
    var text = "\(guest.name) runs on this machine until it powers off.\n"
    if trial.hasSSH, isImage {
      text += "Log in: ssh -p \(port) -o UserKnownHostsFile=/dev/null root@127.0.0.1\n"
    } else if trial.hasSSH {
      text += "Its SSH is port \(port) of 127.0.0.1.\n"
    }
    if !showsWindow { text += "End it: power it off, or press Ctrl-A X\n" }
    text += "Files:  \(DisplayText.clean(folder.path))\n\nDifferences from the host:\n"
    return text + trial.differences.map { "- \($0.sentence)\n" }.joined() + "\n"
  }
}
