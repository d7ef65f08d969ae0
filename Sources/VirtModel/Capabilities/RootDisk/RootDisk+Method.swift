extension Guest {
  /// The program in a guest that takes its settings from nixvirt.
  enum Configurator {
    case nixOS, cloudInit
  }

  /// The system or the file that a trial of a guest boots.
  public enum TrialMedium: Sendable {
    /// A NixOS with modules.
    case system([SourcePath])
    /// A copy of a cloud image.
    case image(SourcePath)
    /// An installer.
    case installer(SourcePath)
  }

  /// The program that sets up the guest's network cards; nil if nixvirt has none for it.
  var configurator: Configurator? { rootDisk.method.configurator }

  /// Whether the guest takes the keys of ``sshKeys``, for root.
  public var takesKeys: Bool { configurator != nil }

  /// The system or the file that a trial of it boots; nil if there is none.
  public var trialMedium: TrialMedium? { rootDisk.method.trial(rootDisk) }
}

extension Guest.RootDisk {
  /// Everything about its kind.
  var method: any InstallMethod.Type { kind.method }

  /// Whether it is installed, and not just made blank or there.
  var isInstalled: Bool { method.installation != nil }
}
