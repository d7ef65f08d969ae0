{ time.timeZone = "Europe/Paris"; }
