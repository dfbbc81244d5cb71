/** The scripts of SQLite's sqllogictest against the real server over JDBC. */
package io.millrace.sqllogictest;
