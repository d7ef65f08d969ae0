/// What people write who know another language, or who forget something: each with what is reported, and
/// what to write instead. Nix 2.26 names a token that it did not expect for nearly all of them.
enum CommonMistakes {
  static let all: [Mistake] = [
    Mistake(
      "{ lib, pkgs } : {\n  a = 1\n}\n",
      "2:8: there is no semicolon after the value of a [missing-semicolon]\nhelp: write ; here"
    ),
    Mistake(
      "{ lib, pkgs }\n{\n  a = 1;\n}\n",
      #"1:14: expected ":" after the arguments of the function, found "{" [syntax]\#nhelp: write : here"#
    ),
    Mistake(
      "{ lib pkgs }: { }\n",
      #"1:6: expected "," between the arguments lib and pkgs, found "pkgs" [syntax]\#nhelp: write , here"#
    ),
    Mistake(
      "{ lib; pkgs; }: { }\n",
      #"1:6: expected "," between the arguments of the function, found ";" [syntax]\#nhelp: write , here"#
    ),
    Mistake(
      "{ imports = [ ./foo/ ]; }\n",
      "1:20: a path cannot end with a slash [path-trailing-slash]\nhelp: write ./foo"
    ),
    Mistake(
      "{\n  services = {\n    nginx = {\n      enable = true;\n    ssh = {\n      enable = true;\n    };\n  };\n}\n",
      "3:13: this brace is never closed: found less indentation [unclosed]\n8:3: note: it is closed here, but the indentation belongs to another one"
    ),
    Mistake(
      #"{\#n  a = "hello;\#n  b = "world";\#n  c = 1;\#n}\#n"#,
      "2:7: this string is never closed: found another string [unclosed]\n3:7: note: the quote here ends it, but was probably meant to start another string"
    ),
    Mistake(
      "{\n  a = ''\n    hello;\n  b = 1;\n}\n",
      "2:7: this string is never closed: found the end of the file [unclosed]"
    ),
    Mistake(
      "if a then 1 elif b then 2 else 3\n",
      #"1:13: expected "else", found "elif" [syntax]\#nhelp: write else if"#
    ),
    Mistake(
      "if a then 1 else if b then 2\n",
      #"2:1: expected "else", found the end of the file [syntax]\#n1:18: note: of the if here\#nhelp: every if needs an else in Nix"#
    ),
    Mistake(
      "if a { b } else { c }\n",
      #"1:10: expected "=" after b, found "}" [syntax]\#nhelp: write b = …;"#,
      #"1:12: expected "then", found "else" [syntax]\#n1:1: note: of the if here"#
    ),
    Mistake(
      "{ inherit a b }\n",
      "1:14: there is no semicolon after inherit [missing-semicolon]\nhelp: write ; here"
    ),
    Mistake(
      "{\n  inherit (pkgs) git\n  enable = true;\n}\n",
      "2:21: there is no semicolon after inherit [missing-semicolon]\nhelp: write ; here"
    ),
    Mistake(
      "{ inherit a, b; }\n",
      #"1:12: expected a name to inherit, or ";", found "," [syntax]\#nhelp: remove it; only spaces separate names"#
    ),
    Mistake(
      "{\n  environment.systemPackages = with pkgs [ git ];\n}\n",
      #"2:41: expected ";" after with pkgs, found an argument [syntax]\#nhelp: write ; here"#
    ),
    Mistake(
      "{ a == 1; }\n",
      #"1:5: expected "=" after a, found "==" [syntax]\#nhelp: write a = …; the operator == compares"#
    ),
    Mistake(
      "let a == 1; in a\n",
      #"1:7: expected "=" after a, found "==" [syntax]\#nhelp: write a = …; the operator == compares"#
    ),
    Mistake(
      "// comment\n{ a = 1; }\n",
      #"1:1: expected an expression, found "//" [syntax]\#nhelp: a comment starts with #"#
    ),
    Mistake(
      "{\n  a = 1; // comment\n}\n",
      #"2:10: expected the name of an attribute, found "//" [syntax]\#nhelp: a comment starts with #"#
    ),
    Mistake(
      "{\n  a = x ? 1 : 2;\n}\n",
      #"2:11: expected the name of an attribute, found "1" [syntax]\#nhelp: Nix has no ? : operator; write if … then … else …"#
    ),
    Mistake(
      "{ a => 1; }\n",
      #"1:5: expected "=" after a, found "=>" [syntax]\#nhelp: write a = …;"#
    ),
    Mistake(
      "x => x + 1\n",
      #"1:3: expected the end of the file, found "=" [syntax]\#nhelp: a function is written name: body"#
    ),
    Mistake(
      "{ a += 1; }\n",
      #"1:5: expected "=" after a, found "+=" [syntax]\#nhelp: an attribute is bound once: write a = … + …; with both operands"#
    ),
    Mistake(
      "[ a; b ]\n",
      #"1:4: expected an element or "]", found ";" [syntax]\#n1:1: note: of the list here\#nhelp: remove it; only spaces separate elements"#
    ),
    Mistake(
      "[ a, b ]\n",
      #"1:4: expected an element or "]", found "," [syntax]\#n1:1: note: of the list here\#nhelp: remove it; only spaces separate elements"#
    ),
    Mistake(
      "{ a = 1, b = 2 }\n",
      #"1:8: expected ";" after the value of a, found "," [syntax]\#nhelp: write ; here"#,
      "1:15: there is no semicolon after the value of b [missing-semicolon]\nhelp: write ; here"
    ),
    Mistake(
      "{ a: 1, b: 2 }\n",
      #"1:4: expected "=", found ":" [syntax]\#nhelp: write a = …;"#
    ),
    Mistake(
      #"{ "a": 1 }\#n"#,
      #"1:6: expected "=", found ":" [syntax]\#nhelp: write "a" = …;"#
    ),
    Mistake(
      "{ a = 1; b = 2 }\n",
      "1:15: there is no semicolon after the value of b [missing-semicolon]\nhelp: write ; here"
    ),
    Mistake(
      "{\n  a = 1\n  b = 2;\n}\n",
      "2:8: there is no semicolon after the value of a [missing-semicolon]\nhelp: write ; here"
    ),
    Mistake(
      "{\n  a = [ 1 2 ;\n}\n",
      #"2:13: expected "]", found ";" [syntax]\#n2:7: note: of the bracket here"#
    ),
    Mistake(
      "{\n  a = (1 + 2;\n}\n",
      #"2:13: expected ")", found ";" [syntax]\#n2:7: note: of the parenthesis here"#
    ),
    Mistake(
      "{ a = 'text'; }\n",
      "1:7: the character ' is not allowed here [invalid-character]\nhelp: write strings in double quotes"
    ),
    Mistake(
      "{ a = b & c; }\n",
      "1:9: the character & is not allowed here [invalid-character]\nhelp: the operator is &&"
    ),
    Mistake(
      "{ a = b | c; }\n",
      "1:9: the character | is not allowed here [invalid-character]\nhelp: the operator is ||"
    ),
    Mistake(
      "{ a = b != null && c = 1; }\n",
      #"1:22: expected ";" after the value of a, found "=" [syntax]\#nhelp: write == to compare"#
    ),
    Mistake(
      "let a = 1; b = 2;\na + b\n",
      #"2:3: expected "=" after a, found "+" [syntax]\#nhelp: write in before the value of the let"#
    ),
    Mistake(
      "let\n  a = 1;\n  b = 2\nin a\n",
      "3:8: there is no semicolon after the value of b [missing-semicolon]\nhelp: write ; here"
    ),
    Mistake(
      "let a = 1 in a\n",
      "1:10: there is no semicolon after the value of a [missing-semicolon]\nhelp: write ; here"
    ),
    Mistake(
      "{ a = rec b; }\n",
      #"1:11: expected "{" after rec, found "b" [syntax]"#
    ),
    Mistake(
      "{ if = 1; }\n",
      #"1:3: if is a keyword, and cannot be a name here [syntax]\#nhelp: for an attribute, write the name in quotes: "if""#
    ),
    Mistake(
      "{ a = [ x: x ]; }\n",
      #"1:10: expected an element or "]", found ":" [syntax]\#n1:7: note: of the list here\#nhelp: put an element with operators in parentheses"#
    ),
    Mistake(
      "{ a = map x: x [ 1 ]; }\n",
      #"1:12: expected ";" after the value of a, found ":" [syntax]\#nhelp: put a function that is an argument in parentheses"#
    ),
    Mistake(
      "{ a = f if b then c else d; }\n",
      #"1:9: expected ";" after the value of a, found "if" [syntax]\#nhelp: put it and everything that belongs to it in parentheses"#
    ),
    Mistake(
      "{ a = [ -1 ]; }\n",
      #"1:9: expected an element or "]", found "-" [syntax]\#n1:7: note: of the list here\#nhelp: put an element with operators in parentheses"#
    ),
    Mistake(
      "{ a = [ !b ]; }\n",
      #"1:9: expected an element or "]", found "!" [syntax]\#n1:7: note: of the list here\#nhelp: put an element with operators in parentheses"#
    ),
    Mistake(
      #"{ a = "${b"; }\#n"#,
      "1:8: this interpolation is never closed: found the end of the string [unclosed]"
    ),
    Mistake(
      "{ a = 1; }}\n",
      #"1:11: expected the end of the file, found "}" [syntax]\#nhelp: remove it; there is no open bracket here"#
    ),
    Mistake(
      "{ a = 1; };\n",
      #"1:11: expected the end of the file, found ";" [syntax]\#nhelp: remove it; a file contains one expression"#
    ),
    Mistake(
      "a = 1;\nb = 2;\n",
      #"1:3: expected the end of the file, found "=" [syntax]\#nhelp: a file with bindings starts with { and ends with }"#
    ),
    Mistake(
      "{ a = $b; }\n",
      "1:7: the character $ is not allowed here [invalid-character]\nhelp: an interpolation is ${name}, within a string"
    ),
    Mistake(
      "{ a = ${b}; }\n",
      #"1:7: expected an expression, found "${" [syntax]\#nhelp: write only the expression, or put it in a string: "${…}""#
    ),
    Mistake(
      #"{ a = b."c; }\#n"#,
      "1:9: this string is never closed: found the end of the file [unclosed]"
    ),
    Mistake(
      "{ a = <nixpkgs; }\n",
      #"1:7: expected an expression, found "<" [syntax]\#nhelp: a search path is written <name>"#
    ),
    Mistake(
      "{ a = ~; }\n",
      "1:7: the character ~ is not allowed here [invalid-character]\nhelp: a path in the home directory is ~/name"
    ),
    Mistake(
      "{ a = 1;; }\n",
      #"1:9: expected the name of an attribute, found ";" [syntax]\#nhelp: remove it; one semicolon is enough"#
    ),
    Mistake(
      "{ a.b = 1; a.b = 2; }\n",
      "1:14: the attribute a.b is defined twice [duplicate-attribute]\n1:5: note: it was first defined here"
    ),
    Mistake(
      "{ config, config }: 1\n",
      "1:11: the argument config is named twice [duplicate-formal]\n1:3: note: the first one is here"
    ),
    Mistake(
      "{ ..., a }: a\n",
      #"1:6: expected "}"; nothing comes after "...", found "," [syntax]"#
    ),
    Mistake(
      "{ a, b, ... }@: a\n",
      #"1:15: expected a name, found ":" [syntax]"#
    ),
    Mistake(
      "x@y: x\n",
      #"1:3: expected the "{" of a pattern, found "y" [syntax]"#
    ),
    Mistake(
      "{ a = /* b; }\n",
      "1:7: this comment is never closed: found the end of the file [unclosed]"
    ),
    Mistake(
      "{ a = “b”; }\n",
      "1:7: the character U+201C is not allowed outside of strings and comments [invalid-character]\nhelp: write strings in plain double quotes"
    ),
    Mistake(
      "{ a = .5.; }\n",
      #"1:10: expected the name of an attribute, found ";" [syntax]"#
    ),
    Mistake(
      "{ a = let b = 1; }\n",
      #"1:18: expected a binding or "in", found "}" [syntax]\#n1:7: note: of the let here"#
    ),
    Mistake(
      "with pkgs; [ git\n",
      "1:12: this bracket is never closed: found the end of the file [unclosed]"
    ),
    Mistake(
      "{ a = b.; }\n",
      #"1:9: expected the name of an attribute, found ";" [syntax]"#
    ),
    Mistake(
      "{ a = b ? ; }\n",
      #"1:11: expected the name of an attribute, found ";" [syntax]\#nhelp: Nix has no ? : operator; write if … then … else …"#
    ),
    Mistake(
      "{ a = !; }\n",
      #"1:8: expected an expression, found ";" [syntax]"#
    ),
    Mistake(
      "{ a = b +; }\n",
      #"1:10: expected an expression, found ";" [syntax]"#
    ),
    Mistake(
      "function(x) { x }\n",
      #"1:17: expected "=" after x, found "}" [syntax]\#nhelp: write x = …;"#
    ),
    Mistake(
      "(x) => x\n",
      #"1:5: expected the end of the file, found "=" [syntax]\#nhelp: a function is written name: body"#
    ),
    Mistake(
      "{ a = 1; } // { b = 2 \n",
      "1:15: this brace is never closed: found the end of the file [unclosed]"
    ),
    Mistake(
      "{ a = { b = 1; }; a = 2; }\n",
      "1:19: the attribute a is defined twice [duplicate-attribute]\n1:3: note: it was first defined here"
    ),
    Mistake(
      "assert a == 1 a\n",
      #"2:1: expected ";" after the condition of "assert", found the end of the file [syntax]"#
    ),
    Mistake(
      "{ import ./a.nix; }\n",
      #"1:10: expected "=" after import, found "./a.nix" [syntax]\#nhelp: write import = …;"#
    ),
    Mistake(
      "{\n  imports = [ ./a.nix ];\n  enable true;\n}\n",
      #"3:10: expected "=" after enable, found "true" [syntax]\#nhelp: write enable = …;"#
    ),
    Mistake(
      "{ a = b == c == d; }\n",
      "1:14: a chain of comparisons needs parentheses [syntax]\n1:9: note: the first comparison is here\nhelp: put one of them in parentheses"
    ),
    Mistake(
      "{ a = ./.${b}/; }\n",
      "1:14: a path cannot end with a slash [path-trailing-slash]\nhelp: write ./.${b}"
    ),
    Mistake(
      #"{ a = "b" "c" }\#n"#,
      "1:14: there is no semicolon after the value of a [missing-semicolon]\nhelp: write ; here"
    ),
    Mistake(
      "{ a = 99999999999999999999; }\n",
      "1:7: the largest integer is 9223372036854775807 [integer-out-of-range]"
    ),
    Mistake(
      "{ 1a = 1; }\n",
      #"1:3: expected the name of an attribute, found "1" [syntax]"#
    ),
    Mistake(
      "{ a-b.1 = 2; }\n",
      #"1:6: expected "=" after a-b, found ".1" [syntax]\#nhelp: write a-b = …;"#
    ),
    Mistake(
      "{ a = null; b = undefined }\n",
      "1:26: there is no semicolon after the value of b [missing-semicolon]\nhelp: write ; here"
    ),
    Mistake(
      "{ pkgs ? import <nixpkgs> {} }\n{ a = 1; }\n",
      #"1:31: expected ":" after the arguments of the function, found "{" [syntax]\#nhelp: write : here"#
    ),
    Mistake(
      "{ pkgs ? import <nixpkgs> {} };\npkgs.hello\n",
      #"1:31: expected ":" after the arguments of the function, found ";" [syntax]\#nhelp: write : here"#
    ),
    Mistake(
      "{ a = let in ; }\n",
      #"1:14: expected an expression, found ";" [syntax]"#
    ),
    Mistake(
      "{ a = 1 } # x\n",
      "1:8: there is no semicolon after the value of a [missing-semicolon]\nhelp: write ; here"
    ),
  ]
}
