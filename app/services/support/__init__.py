"""When something is wrong with the machine or the program: doctor, crash reports, what to send."""
