// Short ways to build what programs that write Nix need most.

extension Expr {
  /// `null`.
  public static let null = Expr.variable(Variable("null"))

  /// `true` or `false`.
  public static func bool(_ value: Bool) -> Expr {
    .variable(Variable(value ? "true" : "false"))
  }

  /// A variable: `.variable("pkgs")`.
  public static func variable(_ identifier: Identifier) -> Expr {
    .variable(Variable(identifier))
  }

  /// An integer of any sign: `-5` is the negation of `5`, and `Int64.min`, which has no literal of
  /// its own, is `-9223372036854775807 - 1`.
  public static func int(_ value: Int64) -> Expr {
    if value >= 0 { return .integer(IntegerLiteral(magnitude: value)) }
    if value == .min { return .binary(BinaryOperation(.int(-.max), .subtract, .int(1))) }
    return .unary(UnaryOperation(.negate, .integer(IntegerLiteral(magnitude: -value))))
  }

  /// A floating-point number of any sign; nil for what Nix cannot write: NaN, infinities,
  /// subnormal numbers and negative zero.
  public static func float(_ value: Double) -> Expr? {
    guard let literal = FloatLiteral(value.magnitude), value.sign == .plus || value != 0 else {
      return nil
    }
    return value < 0 ? .unary(UnaryOperation(.negate, .float(literal))) : .float(literal)
  }

  /// A string of any text.
  public static func str(_ text: String, form: Str.Form = .automatic) -> Expr {
    .string(Str(text, form: form))
  }

  /// The path of a file, relative to the file that is written or absolute: a literal where there is
  /// one, else a literal with a string behind it: `./. + "/a b"`, `/. + "/a b"`. A relative name
  /// without a `./` or `../` gets a `./`; `//`, and a `/` at the end, are left out.
  public static func path(_ fileName: String) -> Expr {
    let isAbsolute = fileName.utf8.first == UInt8(ascii: "/")
    let components = fileName.utf8.split(separator: UInt8(ascii: "/")).map(Substring.init)
      .filter { $0 != "." }
    let isUpward = !isAbsolute && components.first == ".."
    let joined = components.joined(separator: "/")
    let text = isAbsolute ? "/" + joined : isUpward ? joined : "./" + joined
    if components.count > (isUpward ? 1 : 0), let literal = PathLiteral(text) {
      return .path(literal)
    }
    let root = Expr.path(PathLiteral(unchecked: [.text(isAbsolute ? "/." : "./.")], range: nil))
    return components.isEmpty ? root : .binary(BinaryOperation(root, .add, .str("/" + joined)))
  }

  /// A list.
  public static func list(_ elements: some Sequence<Expr>) -> Expr {
    .list(List(elements.map { List.Element($0) }))
  }

  /// An attribute set: `.set { "a.b" => 1 }`, see ``BindingBuilder``.
  public static func set(@BindingBuilder _ bindings: () -> [Binding]) -> Expr {
    .attrSet(AttrSet(bindings()))
  }

  /// `let … in body`: `.letIn { "a" => 1 } body: { .variable("a") }`; without bindings just the body.
  public static func letIn(
    @BindingBuilder _ bindings: () -> [Binding], body: () -> Expr
  ) -> Expr {
    let bindings = bindings()
    return bindings.isEmpty ? body() : .letIn(LetIn(bindings, in: body()))
  }

  /// A function: `.lambda("x", body: …)`.
  public static func lambda(_ identifier: Identifier, body: Expr) -> Expr {
    .lambda(Lambda(.identifier(identifier), body: body))
  }

  /// A function of a set: `.lambda(.pattern("lib", "pkgs", ellipsis: true), body: …)`.
  public static func lambda(_ param: Param, body: Expr) -> Expr {
    .lambda(Lambda(param, body: body))
  }

  /// `with scope; body`.
  public static func with(_ scope: Expr, _ body: Expr) -> Expr {
    .with(With(scope, body))
  }

  /// `if condition then a else b`.
  public static func ifElse(_ condition: Expr, then: Expr, else otherwise: Expr) -> Expr {
    .ifElse(IfElse(condition, then: then, else: otherwise))
  }

  /// A selection: `pkgs["qemu"]`, `config["networking.hostName"]`, `set[Attrpath("a.b")]`.
  public subscript(_ path: Attrpath) -> Expr {
    guard case .select(let inner) = self, inner.defaultValue == nil else {
      return .select(Select(self, path))
    }
    return .select(Select(inner.base, Attrpath(inner.path.first, inner.path.rest + path.names)))
  }

  /// An application: `lib["mkIf"](condition, value)`.
  public func callAsFunction(_ argument: Expr, _ more: Expr...) -> Expr {
    .apply(Apply(self, to: argument, more))
  }

  /// A binary operation: `.op(a, .update, b)`.
  public static func op(_ left: Expr, _ op: BinaryOperator, _ right: Expr) -> Expr {
    .binary(BinaryOperation(left, op, right))
  }
}

extension Param {
  /// A set pattern of plain names: `.pattern("lib", "pkgs", ellipsis: true)` is
  /// `{ lib, pkgs, ... }`.
  public static func pattern(_ names: Identifier..., ellipsis: Bool = false) -> Param {
    .pattern(Pattern(names.map { Formal($0) }, hasEllipsis: ellipsis))
  }
}
