{
  guests.alice.image = {
    url = "https://cloud.example.org/haiku.img.xz?mirror=1";
    hash = "sha256-LPJNulYlQbNRE4iKw7gsT0nYKCoRQLzgcNiyvPGWm+g=";
  };
}
