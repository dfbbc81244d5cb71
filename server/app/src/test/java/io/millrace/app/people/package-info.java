/** Users, roles and what they may do, asked over JDBC and HTTP of a real server. */
package io.millrace.app.people;
