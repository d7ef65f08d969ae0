{ guests = { }; }
