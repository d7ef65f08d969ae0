{
  guests = {
    installed = { diskSize = "20g"; nixos.writableStore = true; };
    store = { install = "store"; diskSize = "20g"; image = ./cloud.img; };
    raw = { install = "store"; disks.root = { size = "8g"; format = "raw"; }; };
  };
}
