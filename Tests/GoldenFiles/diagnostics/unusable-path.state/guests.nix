{
  hosts = {
    a.host.stateDir = "/home/me/guests";
    b.host.stateDir = "/tmp/guests";
    c.host.stateDir = "/dev/shm";
    d.host.stateDir = "/etc";
    e.host.stateDir = "/nix/store/guests";
    f.host.stateDir = "/";
    g.host.stateDir = "/var/lib";
    h.host.stateDir = "/var/run/guests";
    i.host.stateDir = "/srv/guests";
  };
}
