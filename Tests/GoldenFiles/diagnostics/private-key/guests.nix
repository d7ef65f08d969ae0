{
  host.sshKeys = [
    ''
      -----BEGIN OPENSSH PRIVATE KEY-----
      c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldC1zZWNyZXQ=
      -----END OPENSSH PRIVATE KEY-----
    ''
  ];
  guests.alice = { diskSize = "1g"; vncDisplay = "-----BEGIN RSA PRIVATE KEY-----"; cpus = "x"; };
}
