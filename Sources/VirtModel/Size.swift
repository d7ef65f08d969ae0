import NixAST
