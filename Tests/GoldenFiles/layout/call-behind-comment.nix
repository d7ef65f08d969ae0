# A call that would be on one line elsewhere.
builtins.fromJSON
  "\"a long text that has no place to break it, so that the line that it is on is too long in any case\""
