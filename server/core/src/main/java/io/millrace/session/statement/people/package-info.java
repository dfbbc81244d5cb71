/** CREATE, ALTER and DROP of users and roles, GRANT and REVOKE: who there is, and who may do what. */
package io.millrace.session.statement.people;
