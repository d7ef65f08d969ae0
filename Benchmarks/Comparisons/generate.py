#!/usr/bin/env python3
"""Writes the module that nixvirt writes, with a Jinja2 template of that module.

generate.py template MODULE          prints the template, made of any module of such guests
generate.py module TEMPLATE GUESTS   prints the module of the guests in a JSON file
"""

import json
import sys

GUESTS = """\
{%- for name, guest in guests | dictsort %}
    {{ name }} = {
      user = "guest-{{ name }}";
      cpus = {{ guest.cpus | default(1) }};
      memory = "{{ guest.memory }}";
      diskSize = "{{ guest.diskSize }}";
      interfaces = [
        {
          bridge = "vbridge0";
          tap = "{{ guest.netDevice }}";
          mac = "{{ guest.mac }}";
        }
      ];
{%- if guest.vncDisplay %}
      vncDisplay = "{{ guest.vncDisplay }}";
{%- endif %}
      inherit sshKeys;
    };
{%- endfor %}"""


def template(module):
    start = module.index("  guests = {\n") + len("  guests = {")
    end = module.index("\n  };\n", start)
    raw = "{{% raw %}}{}{{% endraw %}}"
    return raw.format(module[:start]) + GUESTS + raw.format(module[end:])


def module(source, guests):
    import jinja2

    environment = jinja2.Environment(keep_trailing_newline=True)
    return environment.from_string(source).render(guests=guests)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


if sys.argv[1] == "template":
    sys.stdout.write(template(read(sys.argv[2])))
else:
    sys.stdout.write(module(read(sys.argv[2]), json.loads(read(sys.argv[3]))["guests"]))
