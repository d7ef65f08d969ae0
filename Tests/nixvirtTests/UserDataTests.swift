import Foundation
import NixAST
import TestSupport
import Testing
import VirtModel

/// User data for cloud-init: what is refused, and what the real cloud-init makes of the rest.
@Suite("User data", .ownThreads)
struct UserDataTests {
  private static let key =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG böb@desktop"
  private static let other =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAPmHNFIF2YBdJh5DjA9E7Bq8EFwlyNGxlH2FvoU0mYp carol@laptop"
  private static let cloudInit = getuid() == 0 ? ExternalTool.find("cloud-init") : nil

  private static func place(_ userData: String, _ guest: String = "") throws -> Workplace {
    let place = try Workplace(
      """
      { host = { nic = "eno1"; sshKeys = [ "\(key)" ]; };
        guests.web = { image = "/srv/a.img"; userData = ./user-data; \(guest) }; }
      """)
    try place.write("user-data", userData)
    return place
  }

  @Test(
    "a beginning that cloud-init does not know is an error, with what to write",
    arguments: [
      ("users: [ ]\n", "start it with the line #cloud-config"), ("", "remove the key"),
      ("\u{FEFF}#cloud-config\n", "without a byte order mark"), ("\u{1F}x", "unpack it"),
      ("# mine\n\n#cloud-config\nusers: [ ]\n", "move the header, line 3, to the top"),
    ])
  func headers(text: String, help: String) throws {
    let result = try Self.place(text).run("check")
    #expect(result.status == 3)
    #expect(
      result.errors.contains("guests.web.userData: \"./user-data\" ")
        && result.errors.contains("[user-data-header]") && result.errors.contains(help),
      "\(result.errors)")
  }

  @Test(
    "beginnings that cloud-init knows",
    arguments: [
      "#cloud-config\n", "#Cloud-Config\r\n", "#!/bin/sh\n", "#include\nhttps://example.org/a\n",
      "## template: jinja\n#cloud-config\n", "#cloud-boothook\n", "#cloud-config-archive\n",
      "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x--\n",
    ])
  func known(text: String) throws {
    let result = try Self.place(text).run("generate")
    #expect(result.status == 0 && result.errors == "", "\(result.errors)")
  }

  @Test(
    "nobody can log in: only if neither the description nor user data may let somebody in",
    arguments: [
      ("#cloud-config\npackages: [ nginx ]\n# password: x\n", "", true),
      ("#cloud-config \r\npackages: [ nginx ]\r\n", "", true),
      ("#cloud-config\npackages: [ nginx ]\n", "sshKeys = [ \"\(other)\" ];", false),
      ("#cloud-config\nusers:\n  - { name: bob, ssh_authorized_keys: [ x ] }\n", "", false),
      ("#cloud-config\nssh_import_id: [ gh:bob ]\n", "", false),
      ("#cloud-config\nchpasswd: { list: [ ] }\n", "", false),
      ("#cloud-config\nruncmd: [ /setup ]\n", "", false), ("#!/bin/sh\n", "", false),
      ("## template: jinja\n#cloud-config\n", "", false),
    ])
  func login(text: String, guest: String, isWarned: Bool) throws {
    let place = try Workplace(
      "{ host.nic = \"eno1\"; guests.web = { image = \"/srv/a\"; userData = ./u; \(guest) }; }")
    try place.write("u", text)
    let result = try place.run("generate")
    let message =
      "nobody can log in to web: it has no SSH key, and \"./u\" sets neither keys nor passwords"
    #expect(result.errors.contains("no-login") == isWarned, "\(result.errors)")
    #expect(result.errors.contains(message) == isWarned, "\(result.errors)")
    let fleet = try Workplace(
      "{ hosts.a.host.nic = \"eno1\"; hosts.a.guests.web = { image = \"/srv/a\"; userData = ./u; \(guest) }; }"
    )
    try fleet.write("u", text)
    #expect(try fleet.run("check").errors.contains(message) == isWarned)
  }

  @Test("secrets are warned about, and not shown")
  func secrets() throws {
    let text = """
      #cloud-config
      users:
        - name: bob
          plain_text_passwd: hunter2
          lock_passwd: false
          hashed_passwd: $6$abc
      # password: hunter2 in a comment
      password:
      chpasswd: { expire: false }
      write_files:
        - path: /etc/x
          content: |
            api_token = hunter2
            api-token: "hunter2"
            -----BEGIN OPENSSH PRIVATE KEY-----
            b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
      """
    let result = try Self.place(text).run("generate")
    #expect(result.status == 0)
    #expect(
      result.errors.contains(
        "\"./user-data\" has a password in line 4, a token in line 13, a token in line 14, a private key in"
          + " line 15, which"
      ), "\(result.errors)")
    #expect(!result.errors.contains("hunter2") && !result.errors.contains("b3BlbnNz"))
    #expect(!result.output.contains("hunter2"))
  }

  @Test(
    "every form of a secret is warned about",
    arguments: [
      "chpasswd:\n  list: |\n    root:hunter2", "chpasswd:\n  list:\n    - bob:hunter2",
      "chpasswd: { users: [ { name: root, password: hunter2, type: text } ] }",
      "users:\n  - { name: bob, plain_text_passwd: 'hunter2' }", "wifi:\n  psk: hunter2",
      "rhel: { activation_key: hunter2 }", "runcmd:\n  - curl -H \"Authorization: hunter2\" x",
      "runcmd:\n  - export AWS_SECRET_ACCESS_KEY=hunter2",
      "runcmd:\n  - tailscale up --auth-key=hunter2",
      "runcmd:\n  - echo root:hunter2 | chpasswd", "apt: { proxy: 'http://bob:hunter2@proxy' }",
      "ubuntu_advantage:\n  token:   hunter2", "x:\tPASSWORD='hunter2'",
    ])
  func kindsOfSecrets(text: String) throws {
    let result = try Self.place("#cloud-config\n\(text)\n").run("generate")
    let count = text.count { $0 == "\n" }
    #expect(result.errors.contains(" in line \(count + 2), which every user of the host can read"))
    #expect(result.errors.contains("[user-data-secret]") && !result.errors.contains("hunter2"))
  }

  @Test(
    "settings without a secret are not",
    arguments: [
      "users:\n  - name: bob\n    sudo: ALL=(ALL) NOPASSWD:ALL", "ssh_pwauth: true",
      "users:\n  - name: bob\n    lock_passwd: true\n    passwd: $6$abc$def", "x: $PASSWORD",
      "chpasswd:\n  expire: false\n  list: |\n    root:$6$abc\n    bob:RANDOM\nhostname: web:1",
      "disable_root: false\npassword: null", "token_file: /run/secrets/token", "# password: x",
      "runcmd:\n  - systemctl restart a:b\n  - curl https://example.org/a@b:c",
    ])
  func withoutSecret(text: String) throws {
    let result = try Self.place("#cloud-config\n\(text)\n").run("generate")
    #expect(result.status == 0 && result.errors == "", "\(result.errors)")
  }

  @Test("keys are those of the image's user and of root")
  func keys() throws {
    let source = SourceText(
      name: "guests.nix", text: "{ host.nic = \"eno1\"; guests.web.image = \"/srv/a.img\"; }")
    let module = Pipeline.module(of: source, format: .nix, context: ModuleContext())
    let text = try #require(module.value).replacing(/\s+/, with: " ")
    #expect(
      text.contains(
        "{ ssh_authorized_keys = guest.sshKeys; users = [ \"default\""
          + " { name = \"root\"; ssh_authorized_keys = guest.sshKeys; } ]; }"))
  }

  @Test("a file that is too large is refused at once")
  func large() throws {
    let place = try Self.place("#cloud-config\n" + String(repeating: "a", count: (1 << 20) - 14))
    #expect(try place.run("generate").status == 0)
    try place.write("user-data", "#cloud-config\n" + String(repeating: "a", count: 30 << 20))
    let result = try place.run("generate")
    #expect(result.status == 3 && result.errors.contains("is larger than 1 MiB"))
  }

  @Test(
    "only guests with an image have it",
    arguments: [
      ("diskSize = \"9g\";", "nixos.modules"), ("diskSize = \"9g\"; install = \"store\";", "nixos"),
      ("diskSize = \"9g\"; install = \"none\";", "use image"),
      ("iso = \"/srv/a.iso\"; diskSize = \"9g\"; vncDisplay = \":1\";", "use image"),
      ("install = \"none\"; disks.root.path = \"/dev/sdx\";", "configure the guest itself"),
    ])
  func kinds(guest: String, help: String) throws {
    let place = try Workplace("{ host.nic = \"eno1\"; guests.a = { userData = ./u; \(guest) }; }")
    try place.write("u", "#cloud-config\n")
    let result = try place.run("check")
    #expect(result.status == 3)
    #expect(
      result.errors.contains("guests.a.userData has no effect with")
        && result.errors.contains(help), "\(result.errors)")
  }

  @Test("a file of the host, a missing one, and a device are told")
  func files() throws {
    let host = try Workplace(
      "{ host.nic = \"eno1\"; guests.a = { image = \"/srv/a\"; userData = \"/srv/u\"; }; }")
    #expect(try host.run("check").errors.contains("it must be a Nix path"))
    let missing = try Workplace(
      "{ host.nic = \"eno1\"; guests.a = { image = \"/srv/a\"; userData = ./u; }; }")
    #expect(
      try missing.run("generate").errors.contains("guests.a.userData: \"./u\" does not exist"))
    let device = try Workplace(
      "{ host.nic = \"eno1\"; guests.a = { image = \"/srv/a\"; userData = /dev/zero; }; }")
    let refused = try device.run("generate")
    #expect(refused.status == 3 && refused.errors.contains("is a device, a pipe or a socket"))
  }

  // MARK: - The real cloud-init

  /// Makes the seed as a build of the host does.
  private static func seed(_ place: Workplace, into folder: String) throws {
    try #require(try place.run("generate", "-o", "virtual.nix").status == 0)
    let module = try EvaluatedModule(place.path("virtual.nix"))
    let build = try #require(module.scripts["user-data"])
    try place.write("settings", try #require(module.scripts["nixvirt-data"]))
    let script = build.replacing(/\/nix\/store\/[0-9a-z]{32}-user-data\b/) { _ in
      place.path("user-data")
    }.replacing(/\/nix\/store\/[0-9a-z]{32}-nixvirt-data\b/) { _ in place.path("settings") }
    try FileManager.default.createDirectory(
      atPath: place.path(folder), withIntermediateDirectories: true)
    let result = try ExternalTool.run(
      "/bin/bash", ["-euc", script], in: place.folder.path,
      environment: ["out": place.path("\(folder)/user-data")])
    try #require(result.status == 0, "\(result.errors)")
    try place.write("\(folder)/meta-data", try #require(module.scripts["meta-data"]))
  }

  @Test(
    "cloud-init merges it with the keys and the name, and applies it again when it changes",
    .enabled(
      if: cloudInit != nil && nix != nil,
      "cloud-init or nix is not installed, or this is not root"))
  func merged() throws {
    let first = """
      #cloud-config
      hostname: öther
      ssh_authorized_keys: [ "\(Self.other)" ]
      bootcmd: [ "echo first >>/root/applied" ]
      """
    let place = try Self.place(first)
    try Self.seed(place, into: "0")
    try Self.seed(place, into: "1")
    try place.write(
      "user-data",
      "#cloud-config\nssh_authorized_keys: [ \"\(Self.other)\" ]\n"
        + "bootcmd: [ \"echo second >>/root/applied\" ]\n")
    try Self.seed(place, into: "2")
    #expect(try place.read("0/meta-data") == place.read("1/meta-data"))
    #expect(try place.read("0/meta-data") != place.read("2/meta-data"))
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("EndToEnd/cloud-init/starts").path
    let result = try ExternalTool.run(script, ["0", "1", "2"], in: place.folder.path)
    try #require(result.status == 0, "\(result.errors)")
    for start in ["0", "1", "2"] {
      for name in try FileManager.default.contentsOfDirectory(atPath: place.path(start))
      where name.hasPrefix("keys-") {
        let keys = try place.read("\(start)/\(name)")
        #expect(keys.contains(Self.key) && keys.contains(Self.other), "\(start)/\(name): \(keys)")
      }
      #expect(try place.names(in: start).contains("keys-root"))
      #expect(try place.names(in: start).filter { $0.hasPrefix("keys-") }.count == 2)
      try Self.expectValid(place, start)
    }
  }

  /// What cloud-init's own schema has against the merged user data.
  private static func expectValid(_ place: Workplace, _ start: String) throws {
    let schema = try place.read("\(start)/schema")
    let (log, merged) = (try place.read("\(start)/log"), try place.read("\(start)/merged"))
    #expect(schema.contains("Valid cloud-config") && !schema.contains("rror"), "\(schema)\(merged)")
    #expect(!log.contains("Traceback"), "\(log)")
  }

  @Test(
    "images of Ubuntu and Fedora take every form, with the keys for root and the image's user",
    .enabled(
      if: cloudInit != nil && nix != nil,
      "cloud-init or nix is not installed, or this is not root"),
    arguments: [
      (
        "ubuntu",
        [
          "## template: jinja\n#cloud-config\nfqdn: \"{{ v1.local_hostname }}.x\"\n",
          "#cloud-boothook\n#!/bin/sh\n",
        ]
      ),
      (
        "fedora",
        [
          "#!/bin/sh\necho hello\n",
          "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"x\"\n\n--x\n"
            + "Content-Type: text/cloud-config\n\n#cloud-config\npackages: [ nginx ]\n--x--\n",
        ]
      ),
    ])
  func distributions(distribution: String, texts: [String]) throws {
    let place = try Self.place("")
    let starts = texts.indices.map { "\($0)" }
    for (start, text) in zip(starts, texts) {
      try place.write("user-data", text)
      try Self.seed(place, into: start)
    }
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("EndToEnd/cloud-init/starts").path
    let result = try ExternalTool.run(
      script, starts, in: place.folder.path, environment: ["DISTRO": distribution])
    try #require(result.status == 0, "\(result.errors)")
    for start in starts {
      #expect(try place.read("\(start)/keys-root").contains(Self.key))
      #expect(try place.read("\(start)/keys-\(distribution)").contains(Self.key))
      try Self.expectValid(place, start)
    }
    let merged = try starts.map { try place.read("\($0)/merged") }
    #expect(
      merged.contains { $0.contains("fqdn: web.x") } || merged.contains { $0.contains("nginx") },
      "\(merged)")
  }

  @Test(
    "scripts, templates, MIME and any bytes arrive as they are",
    .enabled(
      if: ExternalTool.find("cloud-init") != nil && nix != nil,
      "cloud-init or nix is not installed"),
    arguments: [
      ("#!/bin/sh\necho 'ä\\n$x ${y}'\n--nixvirt-part\n", "text/x-shellscript"),
      (
        "## template: jinja\n#cloud-config\nruncmd: [ \"{{ v1.local_hostname }}\" ]\n",
        "text/jinja2"
      ),
      ("#cloud-boothook\n#!/bin/sh\n", "text/cloud-boothook"),
      (
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"x\"\n\n--x\n"
          + "Content-Type: text/x-shellscript\n\n#!/bin/sh\necho part\n--x--\n",
        "text/x-shellscript"
      ),
    ])
  func kindsOfUserData(text: String, kind: String) throws {
    let place = try Self.place(text)
    try Self.seed(place, into: "seed")
    let script = """
      import sys, tempfile
      from cloudinit import helpers, util
      from cloudinit.user_data import UserDataProcessor
      paths = helpers.Paths({"cloud_dir": tempfile.mkdtemp(), "run_dir": tempfile.mkdtemp()})
      for part in UserDataProcessor(paths).process(open(sys.argv[1], "rb").read()).walk():
          if not part.is_multipart():
              print(part.get_content_type())
              print(util.fully_decoded_payload(part))
      """
    let result = try ExternalTool.run(
      "/usr/bin/python3", ["-c", script, place.path("seed/user-data")])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasPrefix(kind + "\n"), "\(result.output)")
    #expect(result.output.contains(kind == "text/x-shellscript" ? "#!/bin/sh\necho" : text))
    #expect(result.output.contains("text/cloud-config\n#cloud-config\n{\"bootcmd\":"))
    #expect(text.contains("boundary") || result.output.contains(text), "\(result.output)")
  }

  @Test("a change of the key restarts the guest, and import keeps it")
  func changes() throws {
    let place = try Self.place("#cloud-config\n")
    #expect(try place.run("generate", "-o", "virtual.nix").status == 0)
    let imported = try place.run("import", "virtual.nix")
    #expect(imported.output.contains("userData = ./user-data;"), "\(imported.output)")
    let text = try place.read("guests.nix")
    try place.write(
      "guests.nix", text.replacingOccurrences(of: "userData = ./user-data;", with: ""))
    let diff = try place.run("diff", "--semantic")
    #expect(diff.output.contains("web: userData") && diff.output.contains("restarts"), "\(diff)")
  }
}

extension Workplace {
  fileprivate func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(folder))
  }
}
