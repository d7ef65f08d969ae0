{
  defaults.diskSize = "8g";
  guests = {
    web = { };
    www = {
      formerly = "web";
      disks = {
        data.size = "1g";
        logs = {
          size = "1g";
          formerly = "data";
        };
      };
    };
  };
}
