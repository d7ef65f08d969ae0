{ guests = { }; }
