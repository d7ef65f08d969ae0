{
  guests = {
    a.image = { url = "https://cloud.example.org/debian.qcow2"; hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"; };
    b.image = { url = "https://cloud.example.org/debian.qcow2"; hash = "sha256-LPJNul"; };
    c.image = { url = "https://cloud.example.org/debian.qcow2"; hash = "md5:5d41402abc4b2a76b9719d911017c592"; };
    d.image = { url = "https://cloud.example.org/debian.qcow2"; hash = "sha384-LPJNulYlQbNRE4iKw7gsT0nYKCoRQLzgcNiyvPGWm+g="; };
  };
}
