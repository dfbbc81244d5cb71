/**
 * Who somebody is: passwords are compared with hashes, what was found out is remembered for a while, and those who guess have to wait.
 *
 * <p>No protocol and no statement may enter.
 */
package io.millrace.session.login;
