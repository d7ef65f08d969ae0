{
  hosts = {
    alpha = {
      host.memory = "8g";
      guests = {
        web = {
          diskSize = "8g";
          antiAffinity = [ "@front" ];
        };
      };
    };
    beta.host.memory = "8g";
  };
}
