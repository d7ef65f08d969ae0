{
  # A host that is a virtual machine itself has a unit of that name.
  guests.agent.diskSize = "1g";
}
