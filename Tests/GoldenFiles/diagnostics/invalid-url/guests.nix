{
  guests = {
    a.image = { url = "/srv/images/debian.qcow2"; hash = "sha256-LPJNulYlQbNRE4iKw7gsT0nYKCoRQLzgcNiyvPGWm+g="; };
    b.image = { url = "https://bob:hunter2@cloud.example.org/debian.qcow2"; hash = "sha256-LPJNulYlQbNRE4iKw7gsT0nYKCoRQLzgcNiyvPGWm+g="; };
    c.image = { url = "https://cloud.example.org"; hash = "sha256-LPJNulYlQbNRE4iKw7gsT0nYKCoRQLzgcNiyvPGWm+g="; };
    d.image = { url = "https://cloud.example.org/my debian.qcow2"; hash = "sha256-LPJNulYlQbNRE4iKw7gsT0nYKCoRQLzgcNiyvPGWm+g="; };
    e.image = { url = "s3://cloud/debian.qcow2"; hash = "sha256-LPJNulYlQbNRE4iKw7gsT0nYKCoRQLzgcNiyvPGWm+g="; };
  };
}
