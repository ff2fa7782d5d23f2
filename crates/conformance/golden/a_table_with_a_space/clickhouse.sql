SELECT ` `.` ` FROM ` `
