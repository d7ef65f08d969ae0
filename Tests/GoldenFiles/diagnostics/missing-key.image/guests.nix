{
  guests.alice.image = { url = "https://cloud.example.org/debian.qcow2"; };
}
