/// The subject of a description.
public enum Subject: Sendable {
  /// One host.
  case host(Overview)
  /// Several hosts: the description has `hosts`.
  case fleet(Fleet)
}
